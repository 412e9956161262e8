"""Count tries, so that nobody can do something too often."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_counts",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires", pb.db.base.UTCDateTime(), nullable=False),
        sa.CheckConstraint("tries > 0", name=op.f("ck_rate_counts_tries_positive")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_counts")),
    )
    op.create_index(op.f("ix_rate_counts_expires"), "rate_counts", ["expires"])


def downgrade() -> None:
    op.drop_table("rate_counts")
