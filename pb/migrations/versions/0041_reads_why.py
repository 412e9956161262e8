"""Why an official read about somebody, where the page asked for a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("personal_reads", schema=None) as batch_op:
        batch_op.add_column(sa.Column("why", sa.String(length=500), server_default="", nullable=False))
    with op.batch_alter_table("personal_reads", schema=None) as batch_op:
        batch_op.alter_column("why", existing_type=sa.String(length=500), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("personal_reads", schema=None) as batch_op:
        batch_op.drop_column("why")
