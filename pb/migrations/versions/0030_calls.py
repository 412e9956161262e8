"""Calls of departments, their criteria and corrections, and the proposals that answer them."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=True),
        sa.Column("prize", sa.String(length=200), nullable=False),
        sa.Column("who", sa.String(length=300), nullable=False),
        sa.Column("legal_basis", sa.String(length=300), nullable=False),
        sa.Column("posted", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("opens", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("closes", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("decides", sa.Date(), nullable=False),
        sa.Column("closed", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("closed_reason", sa.String(length=500), nullable=True),
        sa.CheckConstraint("budget IS NOT NULL OR prize <> ''", name=op.f("ck_calls_budget_or_prize")),
        sa.CheckConstraint(
            "(closed IS NULL) = (closed_reason IS NULL)", name=op.f("ck_calls_closed_with_a_reason")
        ),
        sa.CheckConstraint("budget > 0", name=op.f("ck_calls_budget_positive")),
        sa.CheckConstraint("opens < closes", name=op.f("ck_calls_opens_before_closes")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_calls_cycle_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_calls_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    op.create_index(op.f("ix_calls_cycle_id"), "calls", ["cycle_id"])
    op.create_index(op.f("ix_calls_department_id"), "calls", ["department_id"])
    op.create_table(
        "call_corrections",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("parts", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_call_corrections_number_natural")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_corrections_call_id")),
        sa.PrimaryKeyConstraint("call_id", "number", name=op.f("pk_call_corrections")),
    )
    op.create_table(
        "call_criteria",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_call_criteria_place_natural")),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_call_criteria_weight_of_100")),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_criteria_call_id")),
        sa.PrimaryKeyConstraint("call_id", "place", name=op.f("pk_call_criteria")),
        sa.UniqueConstraint("call_id", "name", name=op.f("uq_call_criteria_call_id_name")),
    )
    # In one line with its rule, so that SQLite need not make this table anew: other tables name its rows.
    call = "call_id INTEGER CONSTRAINT fk_proposals_call_id REFERENCES calls (id)"
    op.execute(f"ALTER TABLE proposals ADD COLUMN {call}")
    op.create_index(op.f("ix_proposals_call_id"), "proposals", ["call_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_proposals_call_id"), "proposals")
    op.execute("ALTER TABLE proposals DROP COLUMN call_id")
    op.drop_table("call_criteria")
    op.drop_table("call_corrections")
    op.drop_index(op.f("ix_calls_department_id"), "calls")
    op.drop_index(op.f("ix_calls_cycle_id"), "calls")
    op.drop_table("calls")
