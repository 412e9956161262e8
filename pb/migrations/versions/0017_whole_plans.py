"""Who takes part in a cycle, the money of each district, and the version of a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CHECKS = {
    "version_natural": "version >= 1",
    "minimum_age_known": "minimum_age BETWEEN 1 AND 19",
    "age_on_a_day": "(minimum_age IS NULL) = (age_on IS NULL)",
}


def upgrade() -> None:
    op.create_table(
        "cycle_bases",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("cycle_id", "basis", name=op.f("pk_cycle_bases")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_cycle_bases_cycle_id")),
        sa.CheckConstraint(
            "basis IN ('address', 'work', 'school', 'business', 'foreigner')",
            name=op.f("ck_cycle_bases_basis_known"),
        ),
    )
    op.execute("INSERT INTO cycle_bases (cycle_id, basis) SELECT id, 'address' FROM cycles")
    op.create_table(
        "cycle_shares",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("section_place", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("cycle_id", "section_place", "district_id", name=op.f("pk_cycle_shares")),
        sa.ForeignKeyConstraint(
            ["cycle_id", "section_place"],
            ["cycle_sections.cycle_id", "cycle_sections.place"],
            name=op.f("fk_cycle_shares_cycle_id_section_place"),
        ),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_cycle_shares_district_id")),
        sa.CheckConstraint("budget > 0", name=op.f("ck_cycle_shares_budget_positive")),
    )
    with op.batch_alter_table("cycles") as table:
        table.add_column(sa.Column("minimum_age", sa.Integer(), nullable=True))
        table.add_column(sa.Column("age_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("cycles") as table:
        table.alter_column("version", existing_type=sa.Integer(), server_default=None)
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_cycles_{name}"), rule)


def downgrade() -> None:
    with op.batch_alter_table("cycles") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_cycles_{name}"), type_="check")
        for column in ("version", "age_on", "minimum_age"):
            table.drop_column(column)
    op.drop_table("cycle_shares")
    op.drop_table("cycle_bases")
