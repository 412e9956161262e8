"""Who writes a proposal."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proposal_authors",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("pen_name", sa.String(length=30), nullable=False),
        sa.Column("since", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_proposal_authors_person_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_authors_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_proposal_authors")),
    )
    with op.batch_alter_table("proposal_authors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_authors_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("proposal_authors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_authors_person_id"))

    op.drop_table("proposal_authors")
