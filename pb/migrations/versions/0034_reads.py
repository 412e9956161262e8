"""The log of officials' reads of personal data."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

WHAT = "what IN ('roll', 'arrival', 'letters', 'officials', 'seats', 'experts', 'reports')"


def upgrade() -> None:
    op.create_table(
        "personal_reads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint(WHAT, name=op.f("ck_personal_reads_what_known")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_personal_reads_number_natural")),
        sa.CheckConstraint(
            "person_id IS NULL OR entry_id IS NULL", name=op.f("ck_personal_reads_person_or_entry")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["roll_entries.id"], name=op.f("fk_personal_reads_entry_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_personal_reads_person_id")),
        sa.ForeignKeyConstraint(["reader_id"], ["persons.id"], name=op.f("fk_personal_reads_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_reads")),
    )
    for column in ("at", "entry_id", "person_id", "reader_id"):
        op.create_index(op.f(f"ix_personal_reads_{column}"), "personal_reads", [column])


def downgrade() -> None:
    op.drop_table("personal_reads")
