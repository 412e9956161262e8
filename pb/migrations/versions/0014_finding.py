"""What a search looks through, and how many support a proposal."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SEARCHED = "lower(replace(title || '|' || problem || '|' || idea, ' ', ''))"


def upgrade() -> None:
    with op.batch_alter_table("proposal_versions", schema=None) as batch_op:
        words = sa.Column("words", sa.Text(), sa.Computed(SEARCHED, persisted=True), nullable=False)
        batch_op.add_column(words)

    # In one line with its check, so that SQLite need not make this table anew: other tables name its rows.
    op.execute(
        "ALTER TABLE proposals ADD COLUMN supports INTEGER DEFAULT 0 NOT NULL "
        "CONSTRAINT ck_proposals_supports_not_negative CHECK (supports >= 0)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE proposals DROP COLUMN supports")
    with op.batch_alter_table("proposal_versions", schema=None) as batch_op:
        batch_op.drop_column("words")
