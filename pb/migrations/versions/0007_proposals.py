"""Proposals with their versions, the projects of the ballot, and the news."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATES = (
    "'draft', 'received', 'in-review', 'feasible', 'infeasible', 'on-ballot', 'funded', 'not-funded', "
    "'withdrawn', 'merged', 'forwarded'"
)


def upgrade() -> None:
    op.create_table(
        "news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
    )
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_news_at"), ["at"], unique=False)

    op.create_table(
        "bulletins",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("published", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_bulletins_cycle_id")),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_bulletins")),
    )
    op.create_table(
        "followings",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("since", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_followings_person_id")),
        sa.PrimaryKeyConstraint("person_id", "topic", name=op.f("pk_followings")),
    )
    with op.batch_alter_table("followings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_followings_topic"), ["topic"], unique=False)

    op.create_table(
        "news_topics",
        sa.Column("news_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["news_id"], ["news.id"], name=op.f("fk_news_topics_news_id")),
        sa.PrimaryKeyConstraint("news_id", "topic", name=op.f("pk_news_topics")),
    )
    with op.batch_alter_table("news_topics", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_news_topics_topic"), ["topic"], unique=False)

    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("made", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("submitted", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'draft') = (submitted IS NULL)", name=op.f("ck_proposals_submitted_unless_draft")
        ),
        sa.CheckConstraint(
            "(state = 'merged') = (merged_into_id IS NOT NULL)", name=op.f("ck_proposals_merged_into_another")
        ),
        sa.CheckConstraint(
            f"state IN ({STATES})",
            name=op.f("ck_proposals_state_known"),
        ),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_proposals_pin_whole")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_proposals_version_natural")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_proposals_category_id")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_proposals_cycle_id")),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_proposals_district_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["proposals.id"], name=op.f("fk_proposals_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_proposals_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposals_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_district_id"), ["district_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposals_state"), ["state"], unique=False)

    op.create_table(
        "projects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("section_place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("title_ko", sa.String(length=100), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("text_ko", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_projects_pin_whole")),
        sa.CheckConstraint("cost > 0", name=op.f("ck_projects_cost_positive")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_projects_number_natural")),
        sa.ForeignKeyConstraint(["category_id"], ["categories.id"], name=op.f("fk_projects_category_id")),
        sa.ForeignKeyConstraint(
            ["cycle_id", "section_place"],
            ["cycle_sections.cycle_id", "cycle_sections.place"],
            name=op.f("fk_projects_cycle_id_section_place"),
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_projects_cycle_id")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_projects_department_id")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["districts.id"], name=op.f("fk_projects_district_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_projects_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_projects_cycle_id_number")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_projects_proposal_id")),
    )
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_projects_cycle_id"), ["cycle_id"], unique=False)

    op.create_table(
        "proposal_versions",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("idea", sa.Text(), nullable=False),
        sa.Column("beneficiaries", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("cost >= 0", name=op.f("ck_proposal_versions_cost_not_negative")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_proposal_versions_number_natural")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_proposal_versions_person_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_proposal_versions_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "number", name=op.f("pk_proposal_versions")),
    )
    op.create_table(
        "project_ties",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("two_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "(kind = 'mandatory') = (one_id = two_id)", name=op.f("ck_project_ties_pair_where_needed")
        ),
        sa.CheckConstraint("kind IN ('conflict', 'mandatory')", name=op.f("ck_project_ties_kind_known")),
        sa.CheckConstraint("one_id <= two_id", name=op.f("ck_project_ties_pair_once")),
        sa.ForeignKeyConstraint(["one_id"], ["projects.id"], name=op.f("fk_project_ties_one_id")),
        sa.ForeignKeyConstraint(["two_id"], ["projects.id"], name=op.f("fk_project_ties_two_id")),
        sa.PrimaryKeyConstraint("one_id", "two_id", name=op.f("pk_project_ties")),
    )


def downgrade() -> None:
    op.drop_table("project_ties")
    op.drop_table("proposal_versions")
    with op.batch_alter_table("projects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_projects_cycle_id"))

    op.drop_table("projects")
    with op.batch_alter_table("proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposals_state"))
        batch_op.drop_index(batch_op.f("ix_proposals_person_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_merged_into_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_district_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_cycle_id"))
        batch_op.drop_index(batch_op.f("ix_proposals_category_id"))

    op.drop_table("proposals")
    with op.batch_alter_table("news_topics", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_topics_topic"))

    op.drop_table("news_topics")
    with op.batch_alter_table("followings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_followings_topic"))

    op.drop_table("followings")
    op.drop_table("bulletins")
    with op.batch_alter_table("news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_news_at"))

    op.drop_table("news")
