"""The decade of birth on the roll, for turnout by age."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roll_entries", schema=None) as batch_op:
        batch_op.add_column(sa.Column("decade", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_roll_entries_decade_whole"), "decade % 10 = 0 AND decade BETWEEN 1890 AND 2990"
        )


def downgrade() -> None:
    with op.batch_alter_table("roll_entries", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_roll_entries_decade_whole"), type_="check")
        batch_op.drop_column("decade")
