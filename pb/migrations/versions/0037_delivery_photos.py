"""Photos of what was built, with the day and what they show."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery_photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("width >= 1 AND height >= 1", name=op.f("ck_delivery_photos_size_positive")),
        sa.CheckConstraint("length(words) >= 5", name=op.f("ck_delivery_photos_words_said")),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["council_outcomes.project_id"],
            name=op.f("fk_delivery_photos_project_id_council_outcomes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_photos")),
    )
    with op.batch_alter_table("delivery_photos", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delivery_photos_project_id"), ["project_id"])


def downgrade() -> None:
    op.drop_table("delivery_photos")
