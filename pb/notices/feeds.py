"""News as an Atom feed (RFC 4287), written so that nothing in it can be more than text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 cannot hold at all, not even escaped (section 2.2).
UNLAWFUL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# The beginning of a feed that nothing has happened in yet.
NEVER = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True)
class Item:
    """`key` names it for good; `address` is whole."""

    key: str
    at: datetime
    title: str
    words: str
    address: str


@dataclass(frozen=True)
class Feed:
    """`itself` and `page` are whole addresses; the items are the newest first."""

    title: str
    author: str
    language: str
    itself: str
    page: str
    items: Sequence[Item]

    @property
    def changed(self) -> datetime | None:
        return self.items[0].at if self.items else None


def atom(feed: Feed) -> bytes:
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    put(root, "title", feed.title)
    put(root, "id", feed.itself)
    put(root, "updated", feed.changed.isoformat() if feed.changed else NEVER)
    put(ElementTree.SubElement(root, "author"), "name", feed.author)
    link(root, feed.itself, "self")
    link(root, feed.page, "alternate")
    for item in feed.items:
        entry = ElementTree.SubElement(root, "entry")
        put(entry, "title", item.title)
        put(entry, "id", item.key)
        put(entry, "updated", item.at.isoformat())
        link(entry, item.address, "alternate")
        if item.words:
            put(entry, "summary", item.words)
    octets: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return octets


def put(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = UNLAWFUL.sub("", text)


def link(parent: ElementTree.Element, address: str, relation: str) -> None:
    ElementTree.SubElement(parent, "link", {"rel": relation, "href": UNLAWFUL.sub("", address)})
