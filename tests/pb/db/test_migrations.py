from datetime import UTC, datetime

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from pb.db import Base, Database, migrate

migrate.know_every_table()


def differences(database: Database) -> list[object]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def test_there_is_one_newest_migration(empty_database_url: str) -> None:
    script = ScriptDirectory.from_config(migrate.configuration(Database(empty_database_url).engine))
    assert len(script.get_heads()) == 1


def test_up_down_and_up_again_ends_at_the_tables_of_the_code(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    migrate.upgrade(database.engine)
    assert differences(database) == []
    migrate.downgrade(database.engine, "base")
    assert sa.inspect(database.engine).get_table_names() == ["alembic_version"]
    migrate.upgrade(database.engine)
    assert differences(database) == []
    database.engine.dispose()


def test_every_rule_of_the_code_stands_in_the_database(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    migrate.upgrade(database.engine)
    inspector = sa.inspect(database.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
        assert wanted == {c["name"] for c in inspector.get_check_constraints(table.name)}
    database.engine.dispose()


def test_rows_survive_a_migration_that_does_not_concern_them(empty_database_url: str) -> None:
    database = Database(empty_database_url)
    migrate.upgrade(database.engine)
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    with database.engine.begin() as connection:
        connection.execute(
            sa.insert(Base.metadata.tables["rate_counts"]).values(key="k", tries=3, expires=noon)
        )
    migrate.upgrade(database.engine)
    with database.engine.connect() as connection:
        assert connection.scalar(sa.text("select tries from rate_counts")) == 3
    database.engine.dispose()
