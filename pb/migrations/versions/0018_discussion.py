"""Discussions: threads, marks for what helped, reports, hidings with appeals, summaries, experts."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

HIDDEN_NOW = sa.text("outcome IS NULL OR outcome = 'upheld'")
GROUNDS = "ground IN ('insult', 'hate', 'private-data', 'falsehood', 'advertising', 'off-topic', 'other')"


def upgrade() -> None:
    op.create_table(
        "experts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("since", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_experts_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_experts")),
    )
    op.create_table(
        "discussion_summaries",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("office", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_discussion_summaries_number_natural")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_discussion_summaries_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "number", name=op.f("pk_discussion_summaries")),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("stance", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("pen_name", sa.String(length=30), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=20), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=60), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("edited", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("deleted", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(deleted IS NOT NULL) = (text = '')", name=op.f("ck_posts_deleted_is_empty")),
        sa.CheckConstraint(
            "(parent_id IS NULL) = (stance <> 'reply')", name=op.f("ck_posts_reply_in_a_thread")
        ),
        sa.CheckConstraint("(standing = 'expert') = (field IS NOT NULL)", name=op.f("ck_posts_field_named")),
        sa.CheckConstraint(
            "(standing = 'office') = (office IS NOT NULL)", name=op.f("ck_posts_office_named")
        ),
        sa.CheckConstraint(
            "stance IN ('for', 'against', 'question', 'reply')", name=op.f("ck_posts_stance_known")
        ),
        sa.CheckConstraint("standing <> 'office' OR stance = 'reply'", name=op.f("ck_posts_office_answers")),
        sa.CheckConstraint(
            "standing IN ('resident', 'expert', 'office')", name=op.f("ck_posts_standing_known")
        ),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_posts_department_id")),
        sa.ForeignKeyConstraint(
            ["parent_id", "proposal_id"],
            ["posts.id", "posts.proposal_id"],
            name=op.f("fk_posts_parent_id_proposal_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_posts_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_posts_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("id", "proposal_id", name=op.f("uq_posts_id_proposal_id")),
    )
    op.create_index("ix_posts_parent_id_at", "posts", ["parent_id", "at"])
    op.create_index(op.f("ix_posts_person_id"), "posts", ["person_id"])
    op.create_index("ix_posts_proposal_id_stance", "posts", ["proposal_id", "stance"])

    op.create_table(
        "hidings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=True),
        sa.Column("appealed", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("decider_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(GROUNDS, name=op.f("ck_hidings_ground_known")),
        sa.CheckConstraint(
            "outcome <> 'upheld' OR appealed IS NOT NULL", name=op.f("ck_hidings_upheld_after_appeal")
        ),
        sa.CheckConstraint("outcome IN ('restored', 'upheld')", name=op.f("ck_hidings_outcome_known")),
        sa.CheckConstraint("(appeal IS NULL) = (appealed IS NULL)", name=op.f("ck_hidings_appeal_whole")),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided IS NULL) AND (outcome IS NULL) = (decider_id IS NULL)"
            " AND (outcome IS NULL) = (decision IS NULL)",
            name=op.f("ck_hidings_decision_whole"),
        ),
        sa.CheckConstraint("appealed IS NULL OR decider_id <> person_id", name=op.f("ck_hidings_four_eyes")),
        sa.ForeignKeyConstraint(["decider_id"], ["persons.id"], name=op.f("fk_hidings_decider_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_hidings_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_hidings_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidings")),
    )
    op.create_index(
        "ix_hidings_one_for_a_post",
        "hidings",
        ["post_id"],
        unique=True,
        sqlite_where=HIDDEN_NOW,
        postgresql_where=HIDDEN_NOW,
    )
    op.create_index(op.f("ix_hidings_post_id"), "hidings", ["post_id"])

    op.create_table(
        "post_reports",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("settled", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(GROUNDS, name=op.f("ck_post_reports_ground_known")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_post_reports_person_id")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_reports_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_post_reports")),
    )
    op.create_index(op.f("ix_post_reports_person_id"), "post_reports", ["person_id"])
    op.create_index(op.f("ix_post_reports_settled"), "post_reports", ["settled"])

    op.create_table(
        "useful_marks",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_useful_marks_person_id")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_useful_marks_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_useful_marks")),
    )
    op.create_index(op.f("ix_useful_marks_person_id"), "useful_marks", ["person_id"])


def downgrade() -> None:
    for table in ("useful_marks", "post_reports", "hidings", "posts", "discussion_summaries", "experts"):
        op.drop_table(table)
