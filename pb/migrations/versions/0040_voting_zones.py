"""Districts that vote together on one list."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voting_zones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("name_ko", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=False),
        sa.CheckConstraint("name_ko <> '' AND name_en <> ''", name=op.f("ck_voting_zones_named")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_voting_zones_cycle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_zones")),
        sa.UniqueConstraint("cycle_id", "name_ko", name=op.f("uq_voting_zones_cycle_id_name_ko")),
        sa.UniqueConstraint("id", "cycle_id", name=op.f("uq_voting_zones_id_cycle_id")),
    )
    op.create_table(
        "voting_zone_districts",
        sa.Column("cycle_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("district_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zone_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_voting_zone_districts_district_id")
        ),
        sa.ForeignKeyConstraint(
            ["zone_id", "cycle_id"],
            ["voting_zones.id", "voting_zones.cycle_id"],
            name=op.f("fk_voting_zone_districts_zone_id_cycle_id"),
        ),
        sa.PrimaryKeyConstraint("cycle_id", "district_id", name=op.f("pk_voting_zone_districts")),
    )
    with op.batch_alter_table("voting_zone_districts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voting_zone_districts_zone_id"), ["zone_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("voting_zone_districts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voting_zone_districts_zone_id"))
    op.drop_table("voting_zone_districts")
    op.drop_table("voting_zones")
