"""From the closed box to the opened ballots: the work of the server, and the check of what trustees hand in.

What is due is read from the folder of the bundle, so that a crash loses nothing: mix after mix, then opening
after opening, then the plaintext files. Nothing can be opened early: every step first verifies the whole
bundle up to it, as a trustee's tool at home does.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from ballots import checkpoint, styles
from ballots.box import MixGroup
from ballots.bundle import Folder, names
from ballots.errors import BallotError, Refused
from ballots.evidence import Evidence
from ballots.trustees import decryption
from ballots.trustees.announcements import Batch, DecryptionFiles, read_decryption
from ballots.verify import MIXED_STEPS, Verifier
from ballots.workers import Alone
from pb.config import Settings
from pb.voting import folder
from pb.voting.hall import Hall
from pb.voting.models import Election
from pb.voting.trustees import server, uploads
from pb.voting.trustees.uploads import Given


@dataclass(frozen=True)
class Group:
    """A mix group: which mixes are there (by number) and which trustees have opened it."""

    name: str
    mixes: tuple[int, ...]
    openers: tuple[int, ...]


@dataclass(frozen=True)
class Progress:
    """How far the opening is; `mixers` and `threshold` are what each group needs."""

    cosigned: bool
    groups: tuple[Group, ...]
    mixers: int
    threshold: int

    @property
    def mixed(self) -> bool:
        return all(len(group.mixes) >= self.mixers for group in self.groups)

    @property
    def opened(self) -> bool:
        return (
            self.cosigned
            and self.mixed
            and all(len(group.openers) >= self.threshold for group in self.groups)
        )

    @property
    def done(self) -> int:
        return sum(len(group.mixes) + len(group.openers) for group in self.groups)

    @property
    def all(self) -> int:
        return len(self.groups) * (self.mixers + self.threshold)


def progress(settings: Settings, hall: Hall, groups: list[str]) -> Progress:
    """Read from the names of the files alone; they were checked when they came."""
    path, needed = folder.of(settings, hall.election), hall.manifest.trustees
    found = tuple(
        Group(
            name,
            tuple(
                n for n in range(1, needed.mixers + 1) if (path / names.mix_file(name, n, "json")).exists()
            ),
            tuple(
                n
                for n in range(1, needed.count + 1)
                if (path / names.decryption_file(name, n, "json")).exists()
            ),
        )
        for name in groups
    )
    return Progress(is_cosigned(path, hall), found, needed.mixers, needed.threshold)


def is_cosigned(path: Path, hall: Hall) -> bool:
    """Whether as many witnesses as the manifest asks for saw the last checkpoint."""
    note = path / names.CHECKPOINT
    if not note.exists():
        return False
    try:
        checkpoint.check_quorum(hall.manifest, checkpoint.read(note.read_bytes()))
    except BallotError:
        return False
    return True


def verified(path: Path) -> Verifier:
    """The bundle in `path`, checked up to the last mix there. Raises Refused."""
    verifier = Verifier(Folder(path), Alone(), unfinished=True)
    report = verifier.run(MIXED_STEPS)
    if report.failed:
        raise Refused(report.failed.detail, report.failed.code)
    return verifier


def take(settings: Settings, hall: Hall, place: int, blobs: list[bytes]) -> None:
    """Check what trustee `place` handed in, beside everything that is there, and add it.

    Raises BallotError.
    """
    path = folder.of(settings, hall.election)
    trial = path.with_name("trial")
    rmtree(trial, ignore_errors=True)
    mirror(path, trial)
    try:
        added: list[str] = []
        for given in uploads.sorted_out(uploads.unpacked(blobs)):
            added += add(trial, given, place, hall)
        verifier = verified(trial)
        for each in verifier.evidence:
            check_mixers(each, place, added)
            check_openings(trial, verifier, each, added)
        # The header names a file as there, so it comes last.
        for name in sorted(added, key=lambda name: name.endswith(".json")):
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (trial / name).replace(path / name)
    finally:
        rmtree(trial, ignore_errors=True)


def mirror(path: Path, trial: Path) -> None:
    """The same files under a second name: nothing is copied."""
    for name in Folder(path).names:
        (trial / name).parent.mkdir(parents=True, exist_ok=True)
        os.link(path / name, trial / name)


def add(trial: Path, given: Given, place: int, hall: Hall) -> list[str]:
    """Put files that are not there yet into the trial; the same again is let pass, others are refused."""
    for name, blob in given.files.items():
        if (trial / name).exists() and (trial / name).read_bytes() != blob:
            raise Refused("another file lies there already", name)
    new = [name for name in given.files if not (trial / name).exists()]
    if given.kind == "decryption":
        header = names.decryption_file(given.group, place, "json")
        if header not in given.files:
            raise Refused("this is another trustee's part", given.group)
        others = [n for n in range(1, hall.manifest.trustees.count + 1) if n != place]
        there = [n for n in others if (trial / names.decryption_file(given.group, n, "json")).exists()]
        if len(there) >= hall.manifest.trustees.threshold:
            raise Refused("enough others opened it; a further part would spoil it", given.group)
    for name in new:
        folder.put(trial / name, given.files[name])
    return new


def check_mixers(each: Evidence, place: int, added: list[str]) -> None:
    """A new mix is by the trustee who hands it in."""
    for mix in each.mixes:
        if mix.place in added and mix.statement.mixer != place:
            raise Refused("this is another trustee's mix", mix.place)


def check_openings(trial: Path, verifier: Verifier, each: Evidence, added: list[str]) -> None:
    """Each new opening of the group is proven, and comes after its last mix."""
    for number in verifier.key.cards:
        header = names.decryption_file(each.group.name, number, "json")
        if header not in added:
            continue
        if len(each.mixes) != verifier.election.trustees.mixers:
            raise Refused("not mixed as often as agreed", each.group.name)
        factors = trial / names.decryption_file(each.group.name, number, "factors")
        given = DecryptionFiles((trial / header).read_bytes(), factors.read_bytes())
        batch = Batch(verifier.election.election, each.group.style, each.group.group)
        decryption.check(*read_decryption(batch, number, verifier.key, each.mixed, given, header))


def unseal(settings: Settings, hall: Hall) -> None:
    """Put the trustees' parts together and write the ballots down, group by group. Raises BallotError."""
    path = folder.of(settings, hall.election)
    for each in verified(path).evidence:
        lines = b"".join(plaintexts(path, hall, each))
        folder.put(path / names.plaintexts_file(each.group.name), lines)


def plaintexts(path: Path, hall: Hall, each: Evidence) -> list[bytes]:
    given = {
        number: (path / names.decryption_file(each.group.name, number, "factors")).read_bytes()
        for number in openers(path, hall, each.group)
    }
    style = hall.manifest.style_named[each.group.style]
    points = decryption.combine(each.mixed, given)
    return [styles.plaintext_line(style, hall.manifest.sections, point) for point in points]


def openers(path: Path, hall: Hall, group: MixGroup) -> list[int]:
    """The trustees whose parts are put together: exactly as many as the threshold."""
    numbers = range(1, hall.manifest.trustees.count + 1)
    there = [n for n in numbers if (path / names.decryption_file(group.name, n, "json")).exists()]
    return there[: hall.manifest.trustees.threshold]


def serve(settings: Settings, election: Election, hall: Hall, now: Progress) -> bool:
    """Do the server's own part if it is due; whether it was. Without its key the others go on alone."""
    path = folder.of(settings, hall.election)
    if not now.cosigned or not server.is_ready(settings, hall.election):
        return False
    if any(not group.mixes for group in now.groups):
        server.mix(settings, election, path)
        return True
    if now.mixed and any(1 not in g.openers and len(g.openers) < now.threshold for g in now.groups):
        server.decrypt(settings, election, path)
        return True
    return False
