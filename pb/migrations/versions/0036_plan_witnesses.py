"""How many witnesses the plan promises for the ballot box."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cycles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("witnesses", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(op.f("ck_cycles_witnesses_few"), "witnesses BETWEEN 1 AND 20")


def downgrade() -> None:
    with op.batch_alter_table("cycles", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_cycles_witnesses_few"), type_="check")
        batch_op.drop_column("witnesses")
