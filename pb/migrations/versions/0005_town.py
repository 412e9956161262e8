"""Districts, categories and departments."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("districts", "categories", "departments")


def upgrade() -> None:
    for table in TABLES:
        outline = [sa.Column("outline", sa.Text(), nullable=False)] if table == "districts" else []
        op.create_table(
            table,
            *outline,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("name_ko", sa.String(60), nullable=False),
            sa.Column("name_en", sa.String(80), nullable=False),
            sa.Column("retired", pb.db.base.UTCDateTime(), nullable=True),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("name_ko", name=op.f(f"uq_{table}_name_ko")),
        )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
