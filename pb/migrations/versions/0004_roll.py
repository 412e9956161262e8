"""The roll of residents, as digests."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roll_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_digest", sa.String(64), nullable=False),
        sa.Column("name_digest", sa.String(64), nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("code_digest", sa.String(64), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("claimed", pb.db.base.UTCDateTime(), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NULL) = (claimed IS NULL)", name=op.f("ck_roll_entries_claimed_by_a_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_roll_entries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_entries")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_roll_entries_code_digest")),
        sa.UniqueConstraint("line_digest", name=op.f("uq_roll_entries_line_digest")),
        sa.UniqueConstraint("person_id", name=op.f("uq_roll_entries_person_id")),
    )
    op.create_index(op.f("ix_roll_entries_name_digest"), "roll_entries", ["name_digest"])


def downgrade() -> None:
    op.drop_table("roll_entries")
