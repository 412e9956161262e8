"""Letters that wait, persons, accounts, offices, and what opens them."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = (
    "mailed_links",
    "signed_in",
    "recovery_codes",
    "held_roles",
    "accounts",
    "persons",
    "waiting_mails",
)


def key(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def moment(name: str) -> sa.Column:  # type: ignore[type-arg]  # of a moment, or of anything
    return sa.Column(name, pb.db.base.UTCDateTime(), nullable=False)


def index(table: str, column: str) -> None:
    op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    op.create_table(
        "waiting_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        moment("made"),
        moment("taken_until"),
        key("waiting_mails"),
    )
    index("waiting_mails", "taken_until")
    op.create_table("persons", sa.Column("id", sa.Integer(), nullable=False), key("persons"))
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        moment("made"),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        refers("accounts", "person_id", "persons"),
        key("accounts"),
        sa.UniqueConstraint("email_key", name=op.f("uq_accounts_email_key")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
    )
    op.create_table(
        "held_roles",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        moment("since"),
        refers("held_roles", "account_id", "accounts"),
        sa.PrimaryKeyConstraint("account_id", "role", name=op.f("pk_held_roles")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        refers("recovery_codes", "account_id", "accounts"),
        key("recovery_codes", "digest"),
    )
    index("recovery_codes", "account_id")
    op.create_table(
        "signed_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        moment("begun"),
        moment("seen"),
        moment("ends"),
        refers("signed_in", "person_id", "persons"),
        refers("signed_in", "account_id", "accounts"),
        key("signed_in"),
        sa.UniqueConstraint("digest", name=op.f("uq_signed_in_digest")),
    )
    for column in ("person_id", "account_id", "ends"):
        index("signed_in", column)
    op.create_table(
        "mailed_links",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        moment("ends"),
        refers("mailed_links", "account_id", "accounts"),
        key("mailed_links", "digest"),
    )
    for column in ("account_id", "ends"):
        index("mailed_links", column)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
