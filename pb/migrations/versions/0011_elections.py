"""Elections, their slots, and the ballot box, whose entries and hashes nobody changes or deletes."""

import sqlalchemy as sa
from alembic import op

import pb.db.base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEPT = ("box_entries", "box_nodes")
REFUSAL = "what is in the ballot box is never changed or deleted"


def upgrade() -> None:
    op.create_table(
        "elections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("origin", sa.String(length=100), nullable=False),
        sa.Column("trustees", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("prepared", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("frozen", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("began", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("unsealed", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("ceremony", sa.LargeBinary(), nullable=True),
        sa.Column("manifest", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(ended IS NULL) = (state IN ('preparing', 'ready', 'open'))",
            name=op.f("ck_elections_ended_when_closed"),
        ),
        sa.CheckConstraint(
            "(manifest IS NULL) = (fingerprint IS NULL) AND (manifest IS NULL) = (frozen IS NULL) "
            "AND (manifest IS NULL) = (state = 'preparing')",
            name=op.f("ck_elections_frozen_whole"),
        ),
        sa.CheckConstraint(
            "(unsealed IS NOT NULL) = (state = 'unsealed')", name=op.f("ck_elections_unsealed_when_opened")
        ),
        sa.CheckConstraint("kind IN ('real', 'rehearsal')", name=op.f("ck_elections_kind_known")),
        sa.CheckConstraint(
            "state IN ('preparing', 'ready') OR began IS NOT NULL",
            name=op.f("ck_elections_began_before_open"),
        ),
        sa.CheckConstraint(
            "state IN ('preparing', 'ready', 'open', 'closed', 'unsealed')",
            name=op.f("ck_elections_state_known"),
        ),
        sa.CheckConstraint("smallest BETWEEN 5 AND 1000", name=op.f("ck_elections_smallest_lawful")),
        sa.CheckConstraint(
            "threshold BETWEEN 1 AND trustees", name=op.f("ck_elections_threshold_within_trustees")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_elections_cycle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elections")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_elections_fingerprint")),
        sa.UniqueConstraint("nonce", name=op.f("uq_elections_nonce")),
        sa.UniqueConstraint("origin", name=op.f("uq_elections_origin")),
    )
    with op.batch_alter_table("elections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_elections_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_elections_real",
            ["cycle_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'real'"),
            postgresql_where=sa.text("kind = 'real'"),
        )

    op.create_table(
        "box_checkpoints",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("cosigned", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_box_checkpoints_election_id")
        ),
        sa.PrimaryKeyConstraint("election_id", "size", name=op.f("pk_box_checkpoints")),
    )
    op.create_table(
        "box_heads",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("last_at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["election_id"], ["elections.id"], name=op.f("fk_box_heads_election_id")),
        sa.PrimaryKeyConstraint("election_id", name=op.f("pk_box_heads")),
    )
    op.create_table(
        "box_nodes",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["election_id"], ["elections.id"], name=op.f("fk_box_nodes_election_id")),
        sa.PrimaryKeyConstraint("election_id", "level", "place", name=op.f("pk_box_nodes")),
    )
    op.create_table(
        "election_clerks",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_election_clerks_account_id")),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_election_clerks_election_id")
        ),
        sa.PrimaryKeyConstraint("election_id", "account_id", name=op.f("pk_election_clerks")),
    )
    op.create_table(
        "election_trustees",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(place = 1) = (account_id IS NULL)", name=op.f("ck_election_trustees_server_first")
        ),
        sa.CheckConstraint("place >= 1", name=op.f("ck_election_trustees_place_natural")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_election_trustees_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_election_trustees_election_id")
        ),
        sa.PrimaryKeyConstraint("election_id", "place", name=op.f("pk_election_trustees")),
    )
    with op.batch_alter_table("election_trustees", schema=None) as batch_op:
        batch_op.create_index("uq_election_trustees_account", ["election_id", "account_id"], unique=True)
        batch_op.create_index("uq_election_trustees_name", ["election_id", "name"], unique=True)

    op.create_table(
        "election_witnesses",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["election_id"], ["elections.id"], name=op.f("fk_election_witnesses_election_id")
        ),
        sa.PrimaryKeyConstraint("election_id", "name", name=op.f("pk_election_witnesses")),
    )
    op.create_table(
        "group_members",
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id", "place"],
            ["cycle_groups.cycle_id", "cycle_groups.place"],
            name=op.f("fk_group_members_cycle_id_place"),
        ),
        sa.ForeignKeyConstraint(
            ["roll_entry_id"], ["roll_entries.id"], name=op.f("fk_group_members_roll_entry_id")
        ),
        sa.PrimaryKeyConstraint("cycle_id", "roll_entry_id", name=op.f("pk_group_members")),
    )
    op.create_table(
        "slots",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("roll_entry_id", sa.Integer(), nullable=True),
        sa.Column("tester_id", sa.Integer(), nullable=True),
        sa.Column("style", sa.Integer(), nullable=False),
        sa.Column("voter_group", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "number >= 0 AND style >= 0 AND voter_group >= 0", name=op.f("ck_slots_numbers_natural")
        ),
        sa.CheckConstraint(
            "roll_entry_id IS NULL OR tester_id IS NULL", name=op.f("ck_slots_resident_or_tester")
        ),
        sa.ForeignKeyConstraint(["election_id"], ["elections.id"], name=op.f("fk_slots_election_id")),
        sa.ForeignKeyConstraint(["roll_entry_id"], ["roll_entries.id"], name=op.f("fk_slots_roll_entry_id")),
        sa.ForeignKeyConstraint(["tester_id"], ["persons.id"], name=op.f("fk_slots_tester_id")),
        sa.PrimaryKeyConstraint("election_id", "number", name=op.f("pk_slots")),
    )
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.create_index("uq_slots_roll_entry", ["election_id", "roll_entry_id"], unique=True)
        batch_op.create_index("uq_slots_tester", ["election_id", "tester_id"], unique=True)

    op.create_table(
        "box_entries",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("device", sa.LargeBinary(), nullable=True),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("at", pb.db.base.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'cast') = (revision IS NOT NULL)", name=op.f("ck_box_entries_revision_of_cast")
        ),
        sa.CheckConstraint(
            "(kind = 'paper') = (batch IS NOT NULL)", name=op.f("ck_box_entries_batch_of_paper")
        ),
        sa.CheckConstraint(
            "(kind IN ('admit', 'readmit')) = (device IS NOT NULL)",
            name=op.f("ck_box_entries_device_of_admission"),
        ),
        sa.CheckConstraint(
            "(kind IN ('close', 'paper')) = (slot IS NULL)", name=op.f("ck_box_entries_slot_of_voter")
        ),
        sa.CheckConstraint(
            "kind IN ('admit', 'cast', 'close', 'paper', 'readmit', 'void')",
            name=op.f("ck_box_entries_kind_known"),
        ),
        sa.CheckConstraint("position >= 0", name=op.f("ck_box_entries_position_natural")),
        sa.ForeignKeyConstraint(
            ["election_id", "slot"],
            ["slots.election_id", "slots.number"],
            name=op.f("fk_box_entries_election_id_slot"),
        ),
        sa.ForeignKeyConstraint(["election_id"], ["elections.id"], name=op.f("fk_box_entries_election_id")),
        sa.PrimaryKeyConstraint("election_id", "position", name=op.f("pk_box_entries")),
        sa.UniqueConstraint("election_id", "batch", name=op.f("uq_box_entries_election_id_batch")),
        sa.UniqueConstraint("election_id", "device", name=op.f("uq_box_entries_election_id_device")),
        sa.UniqueConstraint("election_id", "hash", name=op.f("uq_box_entries_election_id_hash")),
        sa.UniqueConstraint(
            "election_id", "slot", "revision", name=op.f("uq_box_entries_election_id_slot_revision")
        ),
    )
    op.create_table(
        "slot_states",
        sa.Column("election_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("device", sa.LargeBinary(), nullable=False),
        sa.Column("admitted_by", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("last_cast", sa.LargeBinary(), nullable=False),
        sa.Column("voided", sa.Integer(), nullable=False),
        sa.Column("barred", sa.Boolean(), nullable=False),
        sa.Column("devices", sa.Integer(), nullable=False),
        sa.Column("cast_at", pb.db.base.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("devices >= 0", name=op.f("ck_slot_states_devices_natural")),
        sa.CheckConstraint(
            "revision >= 0 AND voided BETWEEN 0 AND revision",
            name=op.f("ck_slot_states_voided_within_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["election_id", "number"],
            ["slots.election_id", "slots.number"],
            name=op.f("fk_slot_states_election_id_number"),
        ),
        sa.PrimaryKeyConstraint("election_id", "number", name=op.f("pk_slot_states")),
    )
    keep_on_sqlite() if op.get_bind().dialect.name == "sqlite" else keep_on_postgresql()


def keep_on_sqlite() -> None:
    for table in KEPT:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def keep_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION box_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION box_refuses()"
        )


def downgrade() -> None:
    op.drop_table("slot_states")
    op.drop_table("box_entries")
    with op.batch_alter_table("slots", schema=None) as batch_op:
        batch_op.drop_index("uq_slots_tester")
        batch_op.drop_index("uq_slots_roll_entry")

    op.drop_table("slots")
    op.drop_table("group_members")
    op.drop_table("election_witnesses")
    with op.batch_alter_table("election_trustees", schema=None) as batch_op:
        batch_op.drop_index("uq_election_trustees_name")
        batch_op.drop_index("uq_election_trustees_account")

    op.drop_table("election_trustees")
    op.drop_table("election_clerks")
    op.drop_table("box_nodes")
    op.drop_table("box_heads")
    op.drop_table("box_checkpoints")
    with op.batch_alter_table("elections", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_elections_real",
            sqlite_where=sa.text("kind = 'real'"),
            postgresql_where=sa.text("kind = 'real'"),
        )
        batch_op.drop_index(batch_op.f("ix_elections_state"))

    op.drop_table("elections")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION box_refuses()")
