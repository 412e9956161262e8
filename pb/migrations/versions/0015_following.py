"""Who follows what, how often they want mail, who was told of what; news for one person only."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "news_told",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("news_id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["news_id"], ["news.id"], name=op.f("fk_news_told_news_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_news_told_person_id")),
        sa.PrimaryKeyConstraint("person_id", "news_id", name=op.f("pk_news_told")),
    )
    op.create_index(op.f("ix_news_told_news_id"), "news_told", ["news_id"])
    op.create_table(
        "subscribers",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(10), nullable=False),
        sa.Column("sent", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "rhythm IN ('at-once', 'daily', 'weekly', 'never')", name=op.f("ck_subscribers_rhythm_known")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_subscribers_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_subscribers_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint("account_id", name=op.f("uq_subscribers_account_id")),
    )
    # Nothing could be followed before, so that no row is in the way.
    with op.batch_alter_table("followings") as table:
        table.drop_constraint(op.f("fk_followings_person_id"), type_="foreignkey")
        table.create_foreign_key(
            op.f("fk_followings_person_id"), "subscribers", ["person_id"], ["person_id"], ondelete="CASCADE"
        )
    add("news", sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()))
    add("waiting_mails", sa.Column("unsubscribe", sa.String(300), nullable=False, server_default=""))


def add(name: str, column: "sa.Column[object]") -> None:
    """A column that rows from before get with its default, and new ones must bring."""
    with op.batch_alter_table(name) as table:
        table.add_column(column)
    with op.batch_alter_table(name) as table:
        table.alter_column(column.name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("waiting_mails") as table:
        table.drop_column("unsubscribe")
    with op.batch_alter_table("news") as table:
        table.drop_column("private")
    with op.batch_alter_table("followings") as table:
        table.drop_constraint(op.f("fk_followings_person_id"), type_="foreignkey")
        table.create_foreign_key(op.f("fk_followings_person_id"), "persons", ["person_id"], ["id"])
    op.drop_table("subscribers")
    op.drop_table("news_told")
