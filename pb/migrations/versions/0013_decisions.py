"""What departments find and decide. A confirmed decision is never changed: the database refuses it."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REFUSAL = "a confirmed decision is never changed"
CONFLICT = "who declared a conflict of interest does not decide"
# The tables whose rows belong to a review.
PARTS = ("review_findings", "review_cost_lines")
IN_CONFLICT = (
    "EXISTS (SELECT 1 FROM conflict_declarations AS d WHERE d.proposal_id = NEW.proposal_id AND d.conflict "
    "AND d.person_id IN (NEW.submitter_id, NEW.confirmer_id))"
)


def upgrade() -> None:
    op.create_table(
        "conflict_declarations",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_conflict_declarations_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposals.id"], name=op.f("fk_conflict_declarations_proposal_id")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_conflict_declarations")),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("stand", sa.Integer(), nullable=False),
        sa.Column("begun", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("saved", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("writer_id", sa.Integer(), nullable=False),
        sa.Column("submitted", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.Column("confirmed", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("confirmer_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=12), nullable=True),
        sa.Column("ground", sa.String(length=12), nullable=True),
        sa.Column("legal_basis", sa.String(length=300), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("returned", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'confirmed') = (confirmed IS NOT NULL)", name=op.f("ck_reviews_confirmed_when_so")
        ),
        sa.CheckConstraint(
            "(stage = 'draft') = (submitted IS NULL)", name=op.f("ck_reviews_submitted_unless_draft")
        ),
        sa.CheckConstraint(
            "ground IN ('law', 'competence', 'duplicate', 'private', 'funded', 'cost', 'recurring')",
            name=op.f("ck_reviews_ground_known"),
        ),
        sa.CheckConstraint(
            "stage = 'draft' OR (ground IS NOT NULL) = (verdict = 'infeasible')",
            name=op.f("ck_reviews_ground_where_needed"),
        ),
        sa.CheckConstraint(
            "stage = 'draft' OR (verdict IS NOT NULL AND explanation <> '')",
            name=op.f("ck_reviews_verdict_explained"),
        ),
        sa.CheckConstraint(
            "stage = 'draft' OR ground IS NULL OR legal_basis <> ''",
            name=op.f("ck_reviews_ground_has_its_law"),
        ),
        sa.CheckConstraint(
            "stage IN ('draft', 'submitted', 'confirmed')", name=op.f("ck_reviews_stage_known")
        ),
        sa.CheckConstraint(
            "verdict IN ('feasible', 'changes', 'infeasible')", name=op.f("ck_reviews_verdict_known")
        ),
        sa.CheckConstraint(
            "(confirmed IS NULL) = (confirmer_id IS NULL)", name=op.f("ck_reviews_confirmed_by_somebody")
        ),
        sa.CheckConstraint(
            "(submitted IS NULL) = (submitter_id IS NULL)", name=op.f("ck_reviews_submitted_by_somebody")
        ),
        sa.CheckConstraint("confirmer_id <> submitter_id", name=op.f("ck_reviews_four_eyes")),
        sa.CheckConstraint("stand >= 1", name=op.f("ck_reviews_stand_natural")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_reviews_assignment_id")),
        sa.ForeignKeyConstraint(["confirmer_id"], ["persons.id"], name=op.f("fk_reviews_confirmer_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposals.id"], name=op.f("fk_reviews_proposal_id")),
        sa.ForeignKeyConstraint(["submitter_id"], ["persons.id"], name=op.f("fk_reviews_submitter_id")),
        sa.ForeignKeyConstraint(["writer_id"], ["persons.id"], name=op.f("fk_reviews_writer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_reviews_assignment_id")),
    )
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reviews_proposal_id"), ["proposal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reviews_stage"), ["stage"], unique=False)

    op.create_table(
        "amendment_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("asked", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_version >= 1", name=op.f("ck_amendment_requests_version_natural")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_amendment_requests_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_requests")),
        sa.UniqueConstraint(
            "review_id", "from_version", name=op.f("uq_amendment_requests_review_id_from_version")
        ),
    )
    with op.batch_alter_table("amendment_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_requests_review_id"), ["review_id"], unique=False)

    op.create_table(
        "review_cost_lines",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("unit_cost", sa.BigInteger(), nullable=False),
        sa.Column("yearly", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_review_cost_lines_place_natural")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_review_cost_lines_quantity_positive")),
        sa.CheckConstraint("unit_cost >= 0", name=op.f("ck_review_cost_lines_unit_cost_not_negative")),
        sa.CheckConstraint("yearly >= 0", name=op.f("ck_review_cost_lines_yearly_not_negative")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_cost_lines_review_id")),
        sa.PrimaryKeyConstraint("review_id", "place", name=op.f("pk_review_cost_lines")),
    )
    op.create_table(
        "review_findings",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=12), nullable=False),
        sa.Column("light", sa.String(length=8), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "criterion IN ('competence', 'law', 'technique', 'site', 'cost', 'schedule', 'equity', 'safety')",
            name=op.f("ck_review_findings_criterion_known"),
        ),
        sa.CheckConstraint("light IN ('ok', 'changes', 'no')", name=op.f("ck_review_findings_light_known")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_findings_review_id")),
        sa.PrimaryKeyConstraint("review_id", "criterion", name=op.f("pk_review_findings")),
    )
    keep_on_sqlite() if op.get_bind().dialect.name == "sqlite" else keep_on_postgresql()


def confirmed(row: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM reviews AS r WHERE r.id = {row}.review_id "  # noqa: S608 - nobody's input
        "AND r.stage = 'confirmed')"
    )


def keep_on_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        trigger(f"reviews_no_{verb.lower()}", verb, "reviews", "OLD.stage = 'confirmed'", REFUSAL)
    trigger(
        "reviews_no_conflict", "UPDATE", "reviews", f"NEW.stage = 'confirmed' AND {IN_CONFLICT}", CONFLICT
    )
    for table in PARTS:
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            trigger(f"{table}_no_{verb.lower()}", verb, table, confirmed(row), REFUSAL)


def trigger(name: str, verb: str, table: str, when: str, refusal: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )


def keep_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION review_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF OLD.stage = 'confirmed' THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23000'; END IF; "
        f"IF TG_OP = 'UPDATE' THEN IF NEW.stage = 'confirmed' AND {IN_CONFLICT} "
        f"THEN RAISE EXCEPTION '{CONFLICT}' USING ERRCODE = '23000'; END IF; RETURN NEW; END IF; "
        "RETURN OLD; END $$"
    )
    op.execute(
        "CREATE TRIGGER reviews_kept BEFORE UPDATE OR DELETE ON reviews "
        "FOR EACH ROW EXECUTE FUNCTION review_kept()"
    )
    op.execute(
        "CREATE FUNCTION review_part_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP <> 'INSERT' THEN IF {confirmed('OLD')} "
        f"THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23000'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; "
        f"IF {confirmed('NEW')} THEN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = '23000'; END IF; "
        "RETURN NEW; END $$"
    )
    for table in PARTS:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION review_part_kept()"
        )


def downgrade() -> None:
    op.drop_table("review_findings")
    op.drop_table("review_cost_lines")
    with op.batch_alter_table("amendment_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendment_requests_review_id"))

    op.drop_table("amendment_requests")
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reviews_stage"))
        batch_op.drop_index(batch_op.f("ix_reviews_proposal_id"))

    op.drop_table("reviews")
    op.drop_table("conflict_declarations")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION review_kept()")
        op.execute("DROP FUNCTION review_part_kept()")
