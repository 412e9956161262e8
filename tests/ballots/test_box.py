"""Which entries count: the rules line by line, and a slow twin that must agree on every random history."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots import entry, log, signing
from ballots.box import Box
from ballots.demo import town
from ballots.demo.town import Size
from ballots.entry import NOTHING_BEFORE, Admit, Cast, Close, Entry, Paper, Readmit, Sealed, Void
from ballots.errors import Refused
from ballots.manifest import Manifest
from ballots.randomness import SeededSource
from ballots.roll import Roll, read

SLOTS = 30


@pytest.fixture(scope="module")
def frozen() -> tuple[Manifest, Roll, Ed25519PrivateKey]:
    source, size = SeededSource(b"box"), Size(SLOTS)
    keys = town.new_keys(source)
    sections, styles = town.usual_sections(size)
    slots = town.draw_slots(size, len(styles), bytes(32), source)
    manifest = town.write_manifest(size, keys, bytes(32), slots, bytes(32), sections, styles)
    return manifest, read(manifest, b"".join(slot.octets() for slot in slots)), keys.registrar


def device(number: int) -> bytes:
    return signing.public_key(signing.new_key(SeededSource(b"%d" % number)))


def sealed(number: int) -> Sealed:
    return Sealed(number.to_bytes(32, "big"), bytes(32), bytes(32), bytes(32))


class Ballots:
    """A box that is fed entries; `hash` of an entry is a hash of its members here."""

    def __init__(self, manifest: Manifest, roll: Roll) -> None:
        self.box = Box(manifest, roll)
        self.manifest = manifest

    def add(self, new: Entry) -> bytes:
        hashed = log.leaf_hash(repr(new).encode())
        self.box.add(entry.Decoded(new, {}, self.manifest.election), hashed, f"entry {self.box.size}")
        return hashed

    def counted(self) -> list[int]:
        columns = b"".join(group.column for group in self.box.groups().values())
        return sorted(int.from_bytes(columns[at : at + 32], "big") for at in range(0, len(columns), 64))


@pytest.fixture
def box(frozen: tuple[Manifest, Roll, Ed25519PrivateKey]) -> Ballots:
    return Ballots(frozen[0], frozen[1])


def refused(box: Ballots, new: Entry, reason: str) -> None:
    before = box.box.counts()
    with pytest.raises(Refused, match=reason):
        box.add(new)
    assert box.box.counts() == before


def test_the_highest_revision_counts(box: Ballots) -> None:
    box.add(Admit(0, device(0)))
    first = box.add(Cast(0, device(0), 1, NOTHING_BEFORE, sealed(1)))
    box.add(Cast(0, device(0), 2, first, sealed(2)))
    assert box.counted() == [2]
    assert (box.box.counts().superseded, box.box.counts().online) == (1, 1)


def test_a_second_device_replaces_the_first(box: Ballots) -> None:
    admitted = box.add(Admit(0, device(0)))
    first = box.add(Cast(0, device(0), 1, NOTHING_BEFORE, sealed(1)))
    refused(box, Admit(0, device(1)), "has a device already")
    refused(box, Readmit(0, device(1), bytes(32)), "does not replace")
    refused(box, Readmit(1, device(1), admitted), "does not replace")
    box.add(Readmit(0, device(1), admitted))
    refused(box, Cast(0, device(0), 2, first, sealed(2)), "does not vote with this device")
    box.add(Cast(0, device(1), 2, first, sealed(3)))
    assert box.counted() == [3]


def test_casting_the_same_entry_again_adds_nothing(box: Ballots) -> None:
    box.add(Admit(0, device(0)))
    cast = Cast(0, device(0), 1, NOTHING_BEFORE, sealed(1))
    box.add(cast)
    refused(box, cast, "revision 1 of slot 0 does not follow 1")
    assert box.counted() == [1]


def test_a_cast_names_the_cast_before_it(box: Ballots) -> None:
    box.add(Admit(0, device(0)))
    refused(box, Cast(0, device(0), 1, bytes(31) + b"\1", sealed(1)), "does not follow")
    refused(box, Cast(0, device(0), 2, NOTHING_BEFORE, sealed(1)), "does not follow")
    box.add(Cast(0, device(0), 1, NOTHING_BEFORE, sealed(1)))
    refused(box, Cast(0, device(0), 2, NOTHING_BEFORE, sealed(2)), "does not follow")


def test_one_device_key_serves_one_slot_only(box: Ballots) -> None:
    box.add(Admit(0, device(0)))
    refused(box, Admit(1, device(0)), "admitted before")
    for official in (box.manifest.registrar, box.manifest.log.key, box.manifest.clerks[0].key):
        refused(box, Admit(1, official), "an official's")


def test_a_ballot_taken_back_does_not_count_and_may_be_cast_again(box: Ballots) -> None:
    box.add(Admit(0, device(0)))
    refused(box, Void(0, "request", 0), "no ballot to take back")
    first = box.add(Cast(0, device(0), 1, NOTHING_BEFORE, sealed(1)))
    refused(box, Void(0, "request", 0), "the last revision of slot 0 is 1")
    box.add(Void(0, "request", 1))
    assert box.counted() == []
    refused(box, Void(0, "request", 1), "no ballot to take back")
    box.add(Cast(0, device(0), 2, first, sealed(2)))
    assert box.counted() == [2]


@pytest.mark.parametrize("reason", ["desk", "death"])
def test_a_barred_slot_stays_barred(box: Ballots, reason: str) -> None:
    admitted = box.add(Admit(0, device(0)))
    first = box.add(Cast(0, device(0), 1, NOTHING_BEFORE, sealed(1)))
    box.add(Void(0, reason, 1))
    assert box.counted() == []
    refused(box, Cast(0, device(0), 2, first, sealed(2)), "barred")
    refused(box, Readmit(0, device(1), admitted), "barred")
    refused(box, Void(0, "request", 1), "barred")
    box.add(Void(1, reason, 0))
    refused(box, Admit(1, device(2)), "barred")


def test_nothing_counts_after_the_close(box: Ballots) -> None:
    box.add(Admit(0, device(0)))
    refused(box, Close(2, "2026-11-15T09:00:00Z"), "counts 2 entries before it, there are 1")
    with pytest.raises(Refused, match="no close"):
        box.box.check_complete()
    box.add(Close(1, "2026-11-15T09:00:00Z"))
    refused(box, Cast(0, device(0), 1, NOTHING_BEFORE, sealed(1)), "after the close")
    refused(box, Close(2, "2026-11-15T09:00:00Z"), "after the close")
    box.box.check_complete()


def test_an_entry_of_another_election_is_refused(box: Ballots) -> None:
    with pytest.raises(Refused, match="another election"):
        box.box.add(entry.Decoded(Admit(0, device(0)), {}, bytes(32)), bytes(32))


def paper(box: Ballots, slots: list[int], batch: int, *numbers: int, spoiled: int = 0) -> Paper:
    style, group = box.box.roll.style(slots[0]).name, box.box.roll.group(slots[0]).name
    return Paper(batch, style, group, tuple(map(sealed, numbers)), spoiled, ())


def same_group(box: Ballots, count: int) -> list[int]:
    """Some slots of one style and voter group."""
    wanted = box.box.roll.group(0).name
    return [slot for slot in range(SLOTS) if box.box.roll.group(slot).name == wanted][:count]


def test_no_more_paper_than_people_who_were_handed_one(box: Ballots) -> None:
    slots = same_group(box, 3)
    refused(box, paper(box, slots, 1, 1), "1 paper ballots for 0 handed out")
    for slot in slots:
        box.add(Void(slot, "desk", 0))
    box.add(paper(box, slots, 1, 1, 2, spoiled=5))
    refused(box, paper(box, slots, 1, 3), "batch 1 does not follow batch 1")
    refused(box, paper(box, slots, 2, 3, 4), "4 paper ballots for 3 handed out")
    box.add(paper(box, slots, 2, 3))
    assert box.counted() == [1, 2, 3]
    assert (box.box.counts().paper, box.box.counts().spoiled) == (3, 5)


def test_paper_of_another_group_is_not_paper_of_this_one(box: Ballots) -> None:
    box.add(Void(0, "desk", 0))
    batch = paper(box, [0], 1, 1)
    other = next(group.name for group in box.manifest.groups if group.name != batch.group)
    refused(box, replace(batch, group=other), "1 paper ballots for 0 handed out")
    refused(box, replace(batch, style="nowhere"), "no ballot style or voter group")


def test_a_death_hands_out_no_paper(box: Ballots) -> None:
    box.add(Void(0, "death", 0))
    refused(box, paper(box, [0], 1, 1), "1 paper ballots for 0 handed out")


def fill(box: Ballots, group: str, count: int) -> None:
    slots = [slot for slot in range(SLOTS) if box.box.roll.group(slot).name == group][:count]
    for slot in slots:
        box.add(Admit(slot, device(slot)))
        box.add(Cast(slot, device(slot), 1, NOTHING_BEFORE, sealed(slot + 1)))


def test_a_small_group_joins_the_one_the_manifest_names(box: Ballots) -> None:
    fill(box, "committee", 4)
    fill(box, "resident", 7)
    groups = box.box.groups()
    assert [(name, group.count) for name, group in groups.items()] == [("all.resident", 11)]
    numbers = [groups["all.resident"].column[at : at + 32] for at in range(0, 64 * 11, 64)]
    leaves = [box.box.slot(int.from_bytes(number, "big") - 1).leaf for number in numbers]
    assert leaves == sorted(leaves)


def test_a_group_that_is_large_enough_stays(box: Ballots) -> None:
    fill(box, "committee", 5)
    fill(box, "resident", 5)
    assert {name: group.count for name, group in box.box.groups().items()} == {
        "all.committee": 5,
        "all.resident": 5,
    }


def test_a_group_too_small_even_so_is_not_opened(box: Ballots) -> None:
    fill(box, "committee", 2)
    fill(box, "resident", 2)
    with pytest.raises(Refused, match="4 ballots, at least 5 are opened together"):
        box.box.check_group_sizes(box.box.groups().values())


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["admit", "readmit", "cast", "stale", "desk", "death", "request"]),
        st.integers(0, 2),
        st.integers(0, 3),
    ),
    max_size=40,
)


@settings(max_examples=300)
@given(ACTIONS)
def test_the_box_agrees_with_a_slow_twin_on_every_history(
    frozen: tuple[Manifest, Roll, Ed25519PrivateKey], actions: list[tuple[str, int, int]]
) -> None:
    box, twin = Ballots(frozen[0], frozen[1]), Twin()
    for number, (what, slot, choice) in enumerate(actions):
        new = twin.attempt(what, slot, choice, number)
        lawful = twin.allows(new)
        try:
            hashed = box.add(new)
        except Refused:
            assert not lawful
        else:
            assert lawful
            twin.accepted.append((new, hashed))
    assert box.counted() == twin.counted()


class Twin:
    """Decides everything by looking back over the whole history."""

    def __init__(self) -> None:
        self.accepted: list[tuple[Entry, bytes]] = []

    def of(self, slot: int, *kinds: type) -> list[tuple[Any, bytes]]:
        return [
            (old, hashed)
            for old, hashed in self.accepted
            if isinstance(old, kinds) and not isinstance(old, Paper | Close) and old.slot == slot
        ]

    def attempt(self, what: str, slot: int, choice: int, number: int) -> Entry:
        casts, keys = self.of(slot, Cast), self.of(slot, Admit, Readmit)
        if what == "admit":
            return Admit(slot, device(10 * slot + choice))
        if what == "readmit":
            return Readmit(slot, device(10 * slot + choice), keys[-1][1] if keys else bytes(32))
        if what in ("cast", "stale"):
            seen = casts if what == "cast" else casts[:-1]
            before = seen[-1][1] if seen else NOTHING_BEFORE
            key = keys[-1][0].device if keys else device(99)
            return Cast(slot, key, len(seen) + 1, before, sealed(number + 1))
        return Void(slot, what, len(casts))

    def barred(self, slot: int) -> bool:
        return any(old.reason in ("desk", "death") for old, _ in self.of(slot, Void))

    def allows(self, new: Entry) -> bool:
        rules: dict[type, Callable[[Any], bool]] = {
            Admit: lambda new: not self.of(new.slot, Admit) and self.fresh(new.device),
            Readmit: lambda new: bool(self.of(new.slot, Admit)) and self.fresh(new.device),
            Cast: lambda new: bool(self.of(new.slot, Admit)) and new.revision == self.casts(new.slot) + 1,
            Void: lambda new: new.reason != "request" or self.last_counts(new.slot),
        }
        return not self.barred(new.slot) and rules[type(new)](new)  # type: ignore[union-attr]

    def casts(self, slot: int) -> int:
        return len(self.of(slot, Cast))

    def fresh(self, key: bytes) -> bool:
        return all(old.device != key for old, _ in self.accepted if isinstance(old, Admit | Readmit))

    def last_counts(self, slot: int) -> bool:
        history = self.of(slot, Cast, Void)
        return bool(history) and isinstance(history[-1][0], Cast)

    def counted(self) -> list[int]:
        return sorted(
            int.from_bytes(self.of(slot, Cast)[-1][0].sealed.alpha, "big")
            for slot in range(3)
            if self.last_counts(slot)
        )
