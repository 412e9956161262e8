"""Why somebody counts as a resident, the birth dates of the young, and the agreement of guardians."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

CHECKS = {
    "basis_known": "basis IN ('address', 'work', 'school', 'business', 'foreigner')",
    "consent_for_the_young": "consented IS NULL OR born IS NOT NULL",
}


def upgrade() -> None:
    with op.batch_alter_table("roll_entries") as table:
        table.add_column(sa.Column("basis", sa.String(10), nullable=False, server_default="address"))
        table.add_column(sa.Column("born", sa.Date(), nullable=True))
        table.add_column(sa.Column("consented", pb.db.base.UTCDateTime(), nullable=True))
    with op.batch_alter_table("roll_entries") as table:
        table.alter_column("basis", existing_type=sa.String(10), server_default=None)
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_roll_entries_{name}"), rule)


def downgrade() -> None:
    with op.batch_alter_table("roll_entries") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_roll_entries_{name}"), type_="check")
        for column in ("consented", "born", "basis"):
            table.drop_column(column)
