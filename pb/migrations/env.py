"""Run by alembic for every step; the engine comes from `pb.db.migrate`."""

from alembic import context

from pb.db import Base
from pb.db.migrate import know_every_table

know_every_table()
with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
