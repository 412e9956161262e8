"""What became of the funded projects: council, milestones, spending, completion."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "council_outcomes",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("voted", sa.BigInteger(), nullable=False),
        sa.Column("approved", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("approved >= 0", name=op.f("ck_council_outcomes_approved_natural")),
        sa.CheckConstraint(
            "approved >= voted OR length(reason) >= 5", name=op.f("ck_council_outcomes_cut_has_reason")
        ),
        sa.CheckConstraint("voted > 0", name=op.f("ck_council_outcomes_voted_positive")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=op.f("fk_council_outcomes_project_id")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_council_outcomes")),
    )
    op.create_table(
        "completions",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(words) >= 5", name=op.f("ck_completions_words_said")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["council_outcomes.project_id"], name=op.f("fk_completions_project_id")
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_completions")),
    )
    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("planned", sa.Date(), nullable=False),
        sa.Column("done", sa.Date(), nullable=True),
        sa.CheckConstraint("length(what) >= 1", name=op.f("ck_milestones_what_said")),
        sa.CheckConstraint("place >= 1", name=op.f("ck_milestones_place_natural")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["council_outcomes.project_id"], name=op.f("fk_milestones_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("project_id", "place", name=op.f("uq_milestones_project_id_place")),
    )
    op.create_table(
        "spending_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("won", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(what) >= 5", name=op.f("ck_spending_entries_what_said")),
        sa.CheckConstraint("won <> 0", name=op.f("ck_spending_entries_won_not_zero")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["council_outcomes.project_id"], name=op.f("fk_spending_entries_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending_entries")),
    )
    with op.batch_alter_table("spending_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spending_entries_project_id"), ["project_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("spending_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spending_entries_project_id"))

    op.drop_table("spending_entries")
    op.drop_table("milestones")
    op.drop_table("completions")
    op.drop_table("council_outcomes")
