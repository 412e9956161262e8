"""How the numbers of a ballot came about."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ballot_orders",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=80), nullable=True),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_ballot_orders_cycle_id")),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_ballot_orders")),
    )


def downgrade() -> None:
    op.drop_table("ballot_orders")
