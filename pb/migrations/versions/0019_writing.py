"""Photos, documents and costs of proposals, invitations, changes asked for, withdrawals, unit costs."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_costs",
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("won", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_ko", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("retired", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("won > 0", name=op.f("ck_unit_costs_won_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_costs")),
        sa.UniqueConstraint("name_ko", name=op.f("uq_unit_costs_name_ko")),
    )
    op.create_table(
        "proposal_asked_amendments",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("until", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_asked_amendments_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_asked_amendments")),
    )
    op.create_table(
        "proposal_cost_items",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("unit_cost_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("won", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_proposal_cost_items_quantity_natural")),
        sa.CheckConstraint("won > 0", name=op.f("ck_proposal_cost_items_won_positive")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_cost_items_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_cost_id"], ["unit_costs.id"], name=op.f("fk_proposal_cost_items_unit_cost_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "unit_cost_id", name=op.f("pk_proposal_cost_items")),
    )
    op.create_table(
        "proposal_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_documents_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_documents")),
    )
    with op.batch_alter_table("proposal_documents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_documents_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "proposal_invitations",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("ends", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_invitations_proposal_id")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_proposal_invitations")),
        sa.UniqueConstraint("proposal_id", "email", name=op.f("uq_proposal_invitations_proposal_id_email")),
    )
    with op.batch_alter_table("proposal_invitations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_invitations_ends"), ["ends"], unique=False)

    op.create_table(
        "proposal_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String(length=200), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("width >= 1 AND height >= 1", name=op.f("ck_proposal_photos_size_positive")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_photos_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_photos")),
    )
    with op.batch_alter_table("proposal_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_photos_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "proposal_withdrawals",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_proposal_withdrawals_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_withdrawals_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_proposal_withdrawals")),
    )


def downgrade() -> None:
    op.drop_table("proposal_withdrawals")
    with op.batch_alter_table("proposal_photos", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_photos_proposal_id"))

    op.drop_table("proposal_photos")
    with op.batch_alter_table("proposal_invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_invitations_ends"))

    op.drop_table("proposal_invitations")
    with op.batch_alter_table("proposal_documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_documents_proposal_id"))

    op.drop_table("proposal_documents")
    op.drop_table("proposal_cost_items")
    op.drop_table("proposal_asked_amendments")
    op.drop_table("unit_costs")
