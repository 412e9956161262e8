"""A call is a draft until it is posted, and may ask the residents of some districts or of an age only."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_districts",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_call_districts_call_id")),
        sa.ForeignKeyConstraint(
            ["district_id"], ["districts.id"], name=op.f("fk_call_districts_district_id")
        ),
        sa.PrimaryKeyConstraint("call_id", "district_id", name=op.f("pk_call_districts")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.add_column(sa.Column("youth", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.alter_column("posted", existing_type=pb.db.base.UTCDateTime(), nullable=True)


def downgrade() -> None:
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.alter_column("posted", existing_type=pb.db.base.UTCDateTime(), nullable=False)
        batch_op.drop_column("youth")
    op.drop_table("call_districts")
