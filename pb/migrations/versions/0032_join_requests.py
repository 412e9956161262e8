"""Residents who would like to write along at a proposal."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal_join_requests",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pen_name", sa.String(length=30), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_proposal_join_requests_words_not_empty")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_proposal_join_requests_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_join_requests_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_proposal_join_requests")),
    )
    op.create_index(op.f("ix_proposal_join_requests_person_id"), "proposal_join_requests", ["person_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_proposal_join_requests_person_id"), "proposal_join_requests")
    op.drop_table("proposal_join_requests")
