"""How each section is counted, what decides ties, and the lot that is drawn for them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TIES = ("votes", "cost", "lot")


def upgrade() -> None:
    op.create_table(
        "cycle_ties",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("cycle_id", "place", name=op.f("pk_cycle_ties")),
        sa.UniqueConstraint("cycle_id", "name", name=op.f("uq_cycle_ties_cycle_id_name")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_cycle_ties_cycle_id")),
        sa.CheckConstraint("place >= 1", name=op.f("ck_cycle_ties_place_natural")),
        sa.CheckConstraint(
            "name IN ('votes', 'cost', 'lexico', 'lot')", name=op.f("ck_cycle_ties_name_known")
        ),
    )
    for place, name in enumerate(TIES, 1):
        op.execute(
            f"INSERT INTO cycle_ties (cycle_id, place, name) SELECT id, {place}, '{name}' FROM cycles"  # noqa: S608  # our own constants
        )
    with op.batch_alter_table("cycles") as table:
        table.add_column(sa.Column("lot", sa.String(60), nullable=True))
        table.create_check_constraint(op.f("ck_cycles_lot_not_empty"), "lot <> ''")
        table.create_check_constraint(
            op.f("ck_cycles_lot_of_a_published_plan"), "lot IS NULL OR published IS NOT NULL"
        )
    with op.batch_alter_table("cycle_sections") as table:
        table.add_column(sa.Column("rule", sa.String(40), nullable=False, server_default="greedy"))
        table.add_column(sa.Column("quorum", sa.Integer(), nullable=True))
    op.execute("UPDATE cycle_sections SET rule = 'greedy/majority' WHERE ballot = 'yes-no'")
    with op.batch_alter_table("cycle_sections") as table:
        table.alter_column("rule", existing_type=sa.String(40), server_default=None)
        table.create_check_constraint(op.f("ck_cycle_sections_rule_not_empty"), "rule <> ''")
        table.create_check_constraint(op.f("ck_cycle_sections_quorum_positive"), "quorum >= 1")
        table.create_check_constraint(
            op.f("ck_cycle_sections_quorum_not_beside_majority"), "quorum IS NULL OR ballot <> 'yes-no'"
        )


def downgrade() -> None:
    with op.batch_alter_table("cycle_sections") as table:
        for name in ("rule_not_empty", "quorum_positive", "quorum_not_beside_majority"):
            table.drop_constraint(op.f(f"ck_cycle_sections_{name}"), type_="check")
        table.drop_column("quorum")
        table.drop_column("rule")
    with op.batch_alter_table("cycles") as table:
        for name in ("lot_not_empty", "lot_of_a_published_plan"):
            table.drop_constraint(op.f(f"ck_cycles_{name}"), type_="check")
        table.drop_column("lot")
    op.drop_table("cycle_ties")
