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


def test_a_plan_with_its_projects_gets_a_way_of_counting_and_keeps_everything_else(
    empty_database_url: str,
) -> None:
    database = Database(empty_database_url)
    migrate.upgrade(database.engine, "0007")
    statements = (
        "INSERT INTO cycles (id, title_ko, title_en, year, budget, binding, legal_basis)"
        " VALUES (1, '계획', 'Plan', 2028, 9, false, '조례')",
        "INSERT INTO cycle_sections (cycle_id, place, name_ko, name_en, budget, scope, ballot, least, most)"
        " VALUES (1, 1, '가', 'A', 5, 'town', 'approval', 1, 3)",
        "INSERT INTO cycle_sections (cycle_id, place, name_ko, name_en, budget, scope, ballot, projects)"
        " VALUES (1, 2, '나', 'B', 4, 'town', 'yes-no', 1)",
        "INSERT INTO projects (cycle_id, section_place, number, title_ko, title_en, text_ko, text_en, place,"
        " cost) VALUES (1, 2, 1, '공원', 'Park', '', '', '', 4)",
    )
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
    migrate.upgrade(database.engine)
    migrate.downgrade(database.engine, "0007")
    migrate.upgrade(database.engine)
    with database.engine.connect() as connection:
        rules = connection.execute(sa.text("SELECT rule FROM cycle_sections ORDER BY place")).scalars()
        assert list(rules) == ["greedy", "greedy/majority"]
        ties = connection.execute(sa.text("SELECT name FROM cycle_ties ORDER BY place")).scalars()
        assert list(ties) == ["votes", "cost", "lot"]
        assert connection.scalar(sa.text("SELECT title_ko FROM projects")) == "공원"
    database.engine.dispose()
