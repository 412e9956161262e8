"""Each version keeps the district, kind and pin that it had, and why the town filed it there.

Versions of earlier get what their proposal has now, since nothing of it could be changed until then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# In one line with its rule each, so that SQLite need not make anew a table with a column that is worked out.
COLUMNS = (
    "district_id INTEGER CONSTRAINT fk_proposal_versions_district_id REFERENCES districts (id)",
    "category_id INTEGER CONSTRAINT fk_proposal_versions_category_id REFERENCES categories (id)",
    "latitude FLOAT",
    "longitude FLOAT CONSTRAINT ck_proposal_versions_pin_whole "
    "CHECK ((latitude IS NULL) = (longitude IS NULL))",
    "reason VARCHAR(500) CONSTRAINT ck_proposal_versions_reason_not_empty CHECK (reason <> '')",
)
NAMES = ("district_id", "category_id", "latitude", "longitude")


def upgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE proposal_versions ADD COLUMN {column}")
    present = ", ".join(
        f"{name} = (SELECT {name} FROM proposals WHERE proposals.id = proposal_versions.proposal_id)"  # noqa: S608
        for name in NAMES
    )
    op.execute(sa.text(f"UPDATE proposal_versions SET {present}"))  # noqa: S608


def downgrade() -> None:
    for name in ("reason", *reversed(NAMES)):
        op.execute(f"ALTER TABLE proposal_versions DROP COLUMN {name}")
