"""Run by alembic for every step; the engine comes from `pb.db.migrate`."""

from alembic import context

from pb.db import Base
from pb.db.migrate import know_every_table

know_every_table()
with context.config.attributes["engine"].connect() as connection:
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        # A changed table is made anew there and the old one dropped, which rows that point to it would stop.
        connection.connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=on_sqlite,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if on_sqlite and (astray := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
            raise RuntimeError(f"a row points to nothing: {astray}")
    connection.commit()
    if on_sqlite:
        connection.connection.execute("PRAGMA foreign_keys=ON")
