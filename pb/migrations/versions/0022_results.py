"""How far the count of an election is, and its publication by two officials."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "result_counts",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("begun", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("seen", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("verified", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(sha256 IS NOT NULL) = (state IN ('ready', 'refused'))",
            name=op.f("ck_result_counts_packed_at_the_end"),
        ),
        sa.CheckConstraint(
            "state IN ('running', 'ready', 'refused', 'broken')", name=op.f("ck_result_counts_state_known")
        ),
        sa.CheckConstraint(
            "done >= 0 AND done <= total",
            name=op.f("ck_result_counts_done_within_total"),
        ),
        sa.ForeignKeyConstraint(
            ["election_id"],
            ["elections.id"],
            name=op.f("fk_result_counts_election_id"),
        ),
        sa.PrimaryKeyConstraint("election_id", name=op.f("pk_result_counts")),
    )
    op.create_table(
        "result_publications",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("first_at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=True),
        sa.Column("published", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(second_id IS NULL) = (published IS NULL)",
            name=op.f("ck_result_publications_published_by_the_second"),
        ),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_result_publications_four_eyes")),
        sa.ForeignKeyConstraint(
            ["cycle_id"],
            ["cycles.id"],
            name=op.f("fk_result_publications_cycle_id"),
        ),
        sa.ForeignKeyConstraint(
            ["election_id"], ["result_counts.election_id"], name=op.f("fk_result_publications_election_id")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["accounts.id"],
            name=op.f("fk_result_publications_first_id"),
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["accounts.id"], name=op.f("fk_result_publications_second_id")
        ),
        sa.PrimaryKeyConstraint("election_id", name=op.f("pk_result_publications")),
        sa.UniqueConstraint("cycle_id", name=op.f("uq_result_publications_cycle_id")),
    )


def downgrade() -> None:
    op.drop_table("result_publications")
    op.drop_table("result_counts")
