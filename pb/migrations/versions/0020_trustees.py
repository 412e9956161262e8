"""What trustees hand in after the close, the groups that are mixed and opened together, and the backups."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_backups_size_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backups")),
    )
    op.create_table(
        "mix_groups",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=70), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.CheckConstraint("ballots >= 1", name=op.f("ck_mix_groups_ballots_positive")),
        sa.ForeignKeyConstraint(["election_id"], ["elections.id"], name=op.f("fk_mix_groups_election_id")),
        sa.PrimaryKeyConstraint("election_id", "name", name=op.f("pk_mix_groups")),
    )
    op.create_table(
        "trustee_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "(why <> '') = (state = 'refused')", name=op.f("ck_trustee_uploads_why_where_refused")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'taken', 'refused')", name=op.f("ck_trustee_uploads_state_known")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_trustee_uploads_account_id")),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_trustee_uploads_election_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trustee_uploads")),
    )
    with op.batch_alter_table("trustee_uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_trustee_uploads_election_id"), ["election_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("trustee_uploads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_trustee_uploads_election_id"))

    op.drop_table("trustee_uploads")
    op.drop_table("mix_groups")
    op.drop_table("backups")
