"""The steps from one schema to the next."""

from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine

import pb

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def configuration(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def know_every_table() -> None:
    """Load the tables of every room, found by the name of their module: a link by name, not an import."""
    house = Path(pb.__file__).parent
    for models in house.rglob("models.py"):
        import_module(".".join(("pb", *models.relative_to(house).with_suffix("").parts)))


def upgrade(engine: Engine, target: str = "head") -> None:
    command.upgrade(configuration(engine), target)


def downgrade(engine: Engine, target: str) -> None:
    command.downgrade(configuration(engine), target)


def draft(engine: Engine, subject: str) -> None:
    """Write a new migration from the difference between the tables in the code and those in the database."""
    command.revision(configuration(engine), message=subject, autogenerate=True)
