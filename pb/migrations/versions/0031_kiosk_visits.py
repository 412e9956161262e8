"""Devices handed over at the polling place, each bound to a slot as long as it is in use."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kiosk_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=True),
        sa.Column("made", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("opened", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(slot IS NULL) = (ended IS NOT NULL)", name=op.f("ck_kiosk_visits_nobodys_when_ended")
        ),
        sa.CheckConstraint("code IS NULL OR opened IS NULL", name=op.f("ck_kiosk_visits_code_opens_once")),
        sa.CheckConstraint(
            "ended IS NULL OR (code IS NULL AND token IS NULL)", name=op.f("ck_kiosk_visits_shut_when_ended")
        ),
        sa.CheckConstraint(
            "token IS NULL OR opened IS NOT NULL", name=op.f("ck_kiosk_visits_token_when_opened")
        ),
        sa.ForeignKeyConstraint(
            ["election_id", "slot"],
            ["slots.election_id", "slots.number"],
            name=op.f("fk_kiosk_visits_election_id_slot"),
        ),
        sa.ForeignKeyConstraint(["election_id"], ["elections.id"], name=op.f("fk_kiosk_visits_election_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kiosk_visits")),
        sa.UniqueConstraint("code", name=op.f("uq_kiosk_visits_code")),
        sa.UniqueConstraint("election_id", "slot", name=op.f("uq_kiosk_visits_election_id_slot")),
        sa.UniqueConstraint("token", name=op.f("uq_kiosk_visits_token")),
    )


def downgrade() -> None:
    op.drop_table("kiosk_visits")
