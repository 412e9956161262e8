"""Points for the answers to a call, and what its department decided."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_decisions",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_decisions_call_id")),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_call_decisions")),
    )
    op.create_table(
        "call_points",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points BETWEEN 0 AND 10", name=op.f("ck_call_points_points_of_10")),
        sa.ForeignKeyConstraint(
            ["call_id", "place"],
            ["call_criteria.call_id", "call_criteria.place"],
            name=op.f("fk_call_points_call_id_place"),
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_call_points_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", "place", name=op.f("pk_call_points")),
    )
    op.create_index(op.f("ix_call_points_call_id"), "call_points", ["call_id"])
    op.create_table(
        "call_chosen",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call_decisions.call_id"], name=op.f("fk_call_chosen_call_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_call_chosen_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_call_chosen")),
    )
    op.create_index(op.f("ix_call_chosen_call_id"), "call_chosen", ["call_id"])


def downgrade() -> None:
    for table in ("call_chosen", "call_points", "call_decisions"):
        op.drop_table(table)
