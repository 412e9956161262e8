"""Pads of printed ballots: the numbers on their stubs, and what is left of each."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ballot_pads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(length=32), nullable=False),
        sa.Column("voter_group", sa.String(length=32), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("size", sa.String(length=6), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("made", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("next_unused", sa.Integer(), nullable=True),
        sa.Column("counted", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('ko', 'en')", name=op.f("ck_ballot_pads_language_known")),
        sa.CheckConstraint("size IN ('normal', 'large')", name=op.f("ck_ballot_pads_size_known")),
        sa.CheckConstraint(
            "(next_unused IS NULL) = (counted IS NULL)", name=op.f("ck_ballot_pads_counted_whole")
        ),
        sa.CheckConstraint("last BETWEEN first AND first + 99", name=op.f("ck_ballot_pads_papers_lawful")),
        sa.CheckConstraint(
            "next_unused BETWEEN first AND last + 1", name=op.f("ck_ballot_pads_next_within_pad")
        ),
        sa.CheckConstraint("number >= 1 AND first >= 1", name=op.f("ck_ballot_pads_numbers_natural")),
        sa.ForeignKeyConstraint(["election_id"], ["elections.id"], name=op.f("fk_ballot_pads_election_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_pads")),
        sa.UniqueConstraint("election_id", "first", name=op.f("uq_ballot_pads_election_id_first")),
        sa.UniqueConstraint("election_id", "number", name=op.f("uq_ballot_pads_election_id_number")),
    )


def downgrade() -> None:
    op.drop_table("ballot_pads")
