"""Cycles with their sections, voter groups and the dates of their phases."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KINDS = "'approval', 'choose-1', 'cumulative', 'knapsack', 'ranked', 'scoring', 'yes-no'"
PHASES = (
    "'call', 'review', 'appeal', 'bulletin', 'voting', 'counting', 'results', 'council', 'delivery', "
    "'evaluation'"
)


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def part(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """What a table of parts of a cycle begins with."""
    return (
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_ko", sa.String(60), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("cycle_id", "place", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("cycle_id", "name_ko", name=op.f(f"uq_{table}_cycle_id_name_ko")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f(f"fk_{table}_cycle_id")),
        check(table, "place_natural", "place >= 1"),
    )


def upgrade() -> None:
    op.create_table(
        "cycles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_ko", sa.String(80), nullable=False),
        sa.Column("title_en", sa.String(120), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("binding", sa.Boolean(), nullable=False),
        sa.Column("legal_basis", sa.String(300), nullable=False),
        sa.Column("published", pb.db.base.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
        check("cycles", "year_plausible", "year BETWEEN 2000 AND 2200"),
        check("cycles", "budget_positive", "budget > 0"),
    )
    sections()
    groups()
    op.create_table(
        "cycle_phases",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(12), nullable=False),
        sa.Column("starts", pb.db.base.UTCDateTime(), nullable=False),
        sa.Column("ends", pb.db.base.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("cycle_id", "phase", name=op.f("pk_cycle_phases")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_cycle_phases_cycle_id")),
        check("cycle_phases", "starts_before_ends", "starts < ends"),
        check("cycle_phases", "phase_known", f"phase IN ({PHASES})"),
    )


def sections() -> None:
    table = "cycle_sections"
    op.create_table(
        table,
        *part(table),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.String(10), nullable=False),
        sa.Column("ballot", sa.String(12), nullable=False),
        sa.Column("projects", sa.Integer(), nullable=True),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        check(table, "budget_positive", "budget > 0"),
        check(table, "scope_known", "scope IN ('town', 'district', 'category')"),
        check(table, "ballot_known", f"ballot IN ({KINDS})"),
        check(table, "projects_positive", "projects >= 1"),
        check(table, "least_within_most", "least >= 0 AND least <= most"),
        check(table, "most_positive", "most >= 1"),
        check(table, "points_above_most", "points >= most"),
        check(
            table,
            "most_within_projects",
            "ballot NOT IN ('approval', 'ranked') OR projects IS NULL OR most <= projects",
        ),
        check(table, "yes_no_of_one", "ballot <> 'yes-no' OR projects = 1"),
        check(
            table,
            "most_where_needed",
            "(most IS NOT NULL) = (ballot IN ('approval', 'ranked', 'cumulative', 'scoring'))",
        ),
        check(table, "least_where_needed", "(least IS NOT NULL) = (ballot IN ('approval', 'ranked'))"),
        check(table, "points_where_needed", "(points IS NOT NULL) = (ballot = 'cumulative')"),
    )


def groups() -> None:
    table = "cycle_groups"
    op.create_table(
        table,
        *part(table),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        check(table, "weight_of_100", "weight BETWEEN 1 AND 100"),
        check(table, "channel_known", "channel IN ('both', 'online', 'paper', 'sheet')"),
    )


def downgrade() -> None:
    for table in ("cycle_phases", "cycle_groups", "cycle_sections", "cycles"):
        op.drop_table(table)
