"""Signed score sheets that come from outside, such as a survey."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "outside_sheets",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("top", sa.Integer(), nullable=False),
        sa.Column("signed", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("top BETWEEN 1 AND 1000000", name=op.f("ck_outside_sheets_top_lawful")),
        sa.ForeignKeyConstraint(
            ["cycle_id", "place"],
            ["cycle_groups.cycle_id", "cycle_groups.place"],
            name=op.f("fk_outside_sheets_cycle_id_place"),
        ),
        sa.PrimaryKeyConstraint("cycle_id", "place", name=op.f("pk_outside_sheets")),
    )


def downgrade() -> None:
    op.drop_table("outside_sheets")
