"""Supports, the answers that enough of them oblige to, and what is merged or sent on."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "support_thresholds",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("supports", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 1 AND 365", name=op.f("ck_support_thresholds_days_plausible")),
        sa.CheckConstraint("supports >= 1", name=op.f("ck_support_thresholds_supports_positive")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_support_thresholds_cycle_id")),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_support_thresholds")),
    )
    op.create_table(
        "forwardings",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_forwardings_department_id")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_forwardings_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_forwardings")),
    )
    op.create_table(
        "owed_answers",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("reached", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("due", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered IS NULL)", name=op.f("ck_owed_answers_answered_with_words")
        ),
        sa.CheckConstraint("reached < due", name=op.f("ck_owed_answers_due_later")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_owed_answers_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_owed_answers")),
    )
    with op.batch_alter_table("owed_answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_owed_answers_due"), ["due"], unique=False)

    op.create_table(
        "proposal_mergers",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("proposal_id <> into_id", name=op.f("ck_proposal_mergers_into_another")),
        sa.ForeignKeyConstraint(["into_id"], ["proposals.id"], name=op.f("fk_proposal_mergers_into_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_mergers_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_mergers")),
    )
    with op.batch_alter_table("proposal_mergers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_mergers_into_id"), ["into_id"], unique=False)

    op.create_table(
        "supports",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_supports_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_supports_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_supports")),
    )
    with op.batch_alter_table("supports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supports_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("supports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supports_person_id"))

    op.drop_table("supports")
    with op.batch_alter_table("proposal_mergers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_mergers_into_id"))

    op.drop_table("proposal_mergers")
    with op.batch_alter_table("owed_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_owed_answers_due"))

    op.drop_table("owed_answers")
    op.drop_table("forwardings")
    op.drop_table("support_thresholds")
