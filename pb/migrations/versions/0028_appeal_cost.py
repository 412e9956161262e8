"""An appeal that is upheld states the cost with which the proposal goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KEPT = "ck_appeals_cost_when_upheld"


def upgrade() -> None:
    with op.batch_alter_table("appeals") as batch:
        batch.add_column(sa.Column("cost", sa.BigInteger(), nullable=True))
        batch.create_check_constraint(op.f(KEPT), "cost IS NULL OR (outcome = 'uphold' AND cost >= 1)")


def downgrade() -> None:
    with op.batch_alter_table("appeals") as batch:
        batch.drop_constraint(op.f(KEPT), type_="check")
        batch.drop_column("cost")
