"""Who works in which department, which department has which proposal, and the reminders that went out."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("since", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("ended", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "(answered_by_id IS NOT NULL) = (outcome IS NOT NULL AND outcome = 'answered')",
            name=op.f("ck_assignments_answer_has_its_writer"),
        ),
        sa.CheckConstraint(
            "outcome <> 'answered' OR part = 'consulted'", name=op.f("ck_assignments_answer_of_the_consulted")
        ),
        sa.CheckConstraint(
            "outcome IN ('decided', 'answered', 'reassigned')", name=op.f("ck_assignments_outcome_known")
        ),
        sa.CheckConstraint("part IN ('lead', 'consulted')", name=op.f("ck_assignments_part_known")),
        sa.CheckConstraint(
            "(ended IS NULL) = (outcome IS NULL)", name=op.f("ck_assignments_ended_with_outcome")
        ),
        sa.CheckConstraint("ended >= since", name=op.f("ck_assignments_ended_after_since")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_assignments_person_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["persons.id"], name=op.f("fk_assignments_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_assignments_department_id")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_assignments_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignments_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_due"), ["due"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignments_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(
            "uq_assignments_once_each",
            ["proposal_id", "department_id"],
            unique=True,
            sqlite_where=sa.text("ended IS NULL"),
            postgresql_where=sa.text("ended IS NULL"),
        )
        batch_op.create_index(
            "uq_assignments_one_lead",
            ["proposal_id"],
            unique=True,
            sqlite_where=sa.text("part = 'lead' AND ended IS NULL"),
            postgresql_where=sa.text("part = 'lead' AND ended IS NULL"),
        )

    op.create_table(
        "department_seats",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("since", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_department_seats_person_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_department_seats_department_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "department_id", name=op.f("pk_department_seats")),
    )
    with op.batch_alter_table("department_seats", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_department_seats_department_id"), ["department_id"], unique=False
        )

    op.create_table(
        "assignment_reminders",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('before', 'today', 'late')", name=op.f("ck_assignment_reminders_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_assignment_reminders_assignment_id")
        ),
        sa.PrimaryKeyConstraint("assignment_id", "kind", name=op.f("pk_assignment_reminders")),
    )


def downgrade() -> None:
    op.drop_table("assignment_reminders")
    with op.batch_alter_table("department_seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_department_seats_department_id"))

    op.drop_table("department_seats")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_assignments_one_lead",
            sqlite_where=sa.text("part = 'lead' AND ended IS NULL"),
            postgresql_where=sa.text("part = 'lead' AND ended IS NULL"),
        )
        batch_op.drop_index(
            "uq_assignments_once_each",
            sqlite_where=sa.text("ended IS NULL"),
            postgresql_where=sa.text("ended IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_assignments_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_assignments_due"))
        batch_op.drop_index(batch_op.f("ix_assignments_department_id"))

    op.drop_table("assignments")
