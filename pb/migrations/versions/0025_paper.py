"""Stacks of paper ballots, and what two clerks type of them until they agree."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(length=32), nullable=False),
        sa.Column("voter_group", sa.String(length=32), nullable=False),
        sa.Column("papers", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("entered", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(place IS NULL) = (entered IS NULL)", name=op.f("ck_paper_batches_place_when_entered")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_paper_batches_number_natural")),
        sa.CheckConstraint("papers BETWEEN 1 AND 100", name=op.f("ck_paper_batches_papers_lawful")),
        sa.ForeignKeyConstraint(["election_id"], ["elections.id"], name=op.f("fk_paper_batches_election_id")),
        sa.ForeignKeyConstraint(["made_by"], ["accounts.id"], name=op.f("fk_paper_batches_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_batches")),
        sa.UniqueConstraint("election_id", "number", name=op.f("uq_paper_batches_election_id_number")),
        sa.UniqueConstraint("election_id", "place", name=op.f("uq_paper_batches_election_id_place")),
    )
    op.create_table(
        "paper_typings",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("spoiled", sa.Integer(), nullable=False),
        sa.CheckConstraint("seat IN (1, 2)", name=op.f("ck_paper_typings_two_seats")),
        sa.CheckConstraint("spoiled BETWEEN 0 AND 100", name=op.f("ck_paper_typings_spoiled_lawful")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_paper_typings_account_id")),
        sa.ForeignKeyConstraint(["batch_id"], ["paper_batches.id"], name=op.f("fk_paper_typings_batch_id")),
        sa.PrimaryKeyConstraint("batch_id", "account_id", name=op.f("pk_paper_typings")),
        sa.UniqueConstraint("batch_id", "seat", name=op.f("uq_paper_typings_batch_id_seat")),
    )


def downgrade() -> None:
    op.drop_table("paper_typings")
    op.drop_table("paper_batches")
