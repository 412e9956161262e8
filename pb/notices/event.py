"""What happened, before it is kept."""

from dataclasses import dataclass

from pb.notices.kinds import Happened


@dataclass(frozen=True)
class Event:
    """What happened to what (`subject`, its title), on which page, for which topics, in which words.

    What is `private` is shown to those who are told of it, and to nobody else.
    """

    kind: Happened
    subject: str
    address: str
    topics: tuple[str, ...]
    words: str = ""
    private: bool = False
