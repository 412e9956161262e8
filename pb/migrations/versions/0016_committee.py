"""Committees with members, meetings, appeals and votes; criteria, points and the signed score sheet."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "committees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("name_ko", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_committees_cycle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committees")),
    )
    with op.batch_alter_table("committees", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committees_cycle_id"), ["cycle_id"], unique=False)

    op.create_table(
        "committee_meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("closed", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "closed IS NULL OR minutes <> ''", name=op.f("ck_committee_meetings_closed_with_minutes")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.id"], name=op.f("fk_committee_meetings_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_meetings")),
    )
    with op.batch_alter_table("committee_meetings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_committee_meetings_committee_id"), ["committee_id"], unique=False
        )

    op.create_table(
        "committee_seats",
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("since", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("until", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.id"], name=op.f("fk_committee_seats_committee_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_committee_seats_person_id")),
        sa.PrimaryKeyConstraint("committee_id", "person_id", name=op.f("pk_committee_seats")),
    )
    with op.batch_alter_table("committee_seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_committee_seats_person_id"), ["person_id"], unique=False)

    op.create_table(
        "score_criteria",
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name_ko", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.CheckConstraint("most BETWEEN 1 AND 100", name=op.f("ck_score_criteria_most_of_100")),
        sa.CheckConstraint("place >= 1", name=op.f("ck_score_criteria_place_natural")),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_score_criteria_weight_of_100")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.id"], name=op.f("fk_score_criteria_committee_id")
        ),
        sa.PrimaryKeyConstraint("committee_id", "place", name=op.f("pk_score_criteria")),
    )
    op.create_table(
        "score_sheets",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("signed", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committees.id"], name=op.f("fk_score_sheets_committee_id")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_score_sheets_cycle_id")),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_score_sheets")),
    )
    op.create_table(
        "committee_scores",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points >= 0", name=op.f("ck_committee_scores_points_not_negative")),
        sa.ForeignKeyConstraint(
            ["committee_id", "place"],
            ["score_criteria.committee_id", "score_criteria.place"],
            name=op.f("fk_committee_scores_committee_id_place"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_committee_scores_person_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_committee_scores_proposal_id")
        ),
        sa.PrimaryKeyConstraint(
            "proposal_id", "person_id", "committee_id", "place", name=op.f("pk_committee_scores")
        ),
    )
    op.create_table(
        "meeting_attendances",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["committee_meetings.id"], name=op.f("fk_meeting_attendances_meeting_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_meeting_attendances_person_id")),
        sa.PrimaryKeyConstraint("meeting_id", "person_id", name=op.f("pk_meeting_attendances")),
    )
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("decided", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('uphold', 'return', 'dismiss')", name=op.f("ck_appeals_outcome_known")
        ),
        sa.CheckConstraint(
            "(decided IS NULL) = (outcome IS NULL)", name=op.f("ck_appeals_decided_with_outcome")
        ),
        sa.CheckConstraint(
            "decided IS NULL OR meeting_id IS NOT NULL", name=op.f("ck_appeals_decided_at_a_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["committee_meetings.id"], name=op.f("fk_appeals_meeting_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_appeals_person_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_appeals_proposal_id")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_appeals_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("review_id", name=op.f("uq_appeals_review_id")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeals_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeals_proposal_id"), ["proposal_id"], unique=False)

    op.create_table(
        "appeal_votes",
        sa.Column("appeal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("vote", sa.String(length=10), nullable=True),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "vote IN ('uphold', 'return', 'dismiss', 'abstain')", name=op.f("ck_appeal_votes_vote_known")
        ),
        sa.CheckConstraint("conflict = (vote IS NULL)", name=op.f("ck_appeal_votes_conflict_or_vote")),
        sa.ForeignKeyConstraint(["appeal_id"], ["appeals.id"], name=op.f("fk_appeal_votes_appeal_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_appeal_votes_person_id")),
        sa.PrimaryKeyConstraint("appeal_id", "person_id", name=op.f("pk_appeal_votes")),
    )


def downgrade() -> None:
    op.drop_table("appeal_votes")
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeals_proposal_id"))
        batch_op.drop_index(batch_op.f("ix_appeals_meeting_id"))

    op.drop_table("appeals")
    op.drop_table("meeting_attendances")
    op.drop_table("committee_scores")
    op.drop_table("score_sheets")
    op.drop_table("score_criteria")
    with op.batch_alter_table("committee_seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_seats_person_id"))

    op.drop_table("committee_seats")
    with op.batch_alter_table("committee_meetings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committee_meetings_committee_id"))

    op.drop_table("committee_meetings")
    with op.batch_alter_table("committees", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_committees_cycle_id"))

    op.drop_table("committees")
