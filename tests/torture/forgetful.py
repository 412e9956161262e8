"""A server broken on purpose: it never knows a ballot again. The tests must catch it."""

from pb import cli
from pb.voting.box import casting


def main(arguments: list[str] | None = None) -> None:
    vars(casting)["is_there"] = lambda *_: False
    cli.main(arguments)
