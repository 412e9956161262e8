"""Checks a whole election from its bundle alone; nobody has to be trusted, no network is used.

In this order, each check resting on those before it (FORMAT.md, chapter 17):

The bundle is whole and can be read. The manifest is lawful, and its hash is the election's name. The key
ceremony is complete, is the one the manifest froze, and gives the election's key. The roll is the one the
manifest froze. The last checkpoint is the log's own; every tile and entry gives its root; earlier
checkpoints are beginnings of the same log; enough witnesses cosigned. Then the entries: each is in the one
form, signed by who must sign it, and allowed by the rules of the box, which say what counts. The mix groups
are large enough; the bundle holds exactly the files they need. Every mix takes what the one before it gave,
by different mixers; every group is opened by as many trustees as the key asks for; every opened ballot is
written as its point says. Then the mathematics: each voter knew what was sealed, each mix only reordered,
each trustee opened rightly, and the opened ballots are what was in the mixed ones. All these equations are
added up with random weights into one sum (`mathematics`); if that is not nothing, each proof is checked by
itself to name the one at fault. Last, the announced figures are recomputed, the journal is the signed one,
and the result is recounted, if a counting library is installed, by running it as another program (`recount`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Final

from ballots import (
    checkpoint,
    logpass,
    manifest,
    mathematics,
    recount,
    result,
    roll,
    scrutiny,
    tiles,
)
from ballots.box import Box, Counts
from ballots.bundle import Bundle, names
from ballots.errors import BadProof, BallotError, Malformed
from ballots.evidence import Evidence, EvidenceReader
from ballots.report import Check, Report
from ballots.transcript import digest
from ballots.trustees import ceremony
from ballots.workers import Alone, Crew

Watcher = Callable[[Check], None]


@dataclass(frozen=True, slots=True)
class Step:
    """A check: its stable code, what it makes sure of, and the method that does it and counts."""

    code: str
    name: str
    run: Callable[[Verifier], int]


class Verifier:
    """Verifies one bundle. `crew` shares the work; `plain` checks every proof by itself from the start.

    `unfinished` is for trustees: the mixes that are there already count as all of them.
    """

    def __init__(
        self, bundle: Bundle, crew: Crew | None = None, plain: bool = False, unfinished: bool = False
    ) -> None:
        self._bundle = bundle
        self._unfinished = unfinished
        self._crew = crew or Alone()
        self._plain = plain
        self._faults: dict[str, BallotError] = {}
        self._seconds: dict[str, float] = {}
        self._notes: dict[str, str] = {}
        self._evidence: list[Evidence] = []
        self.counts: dict[str, int] = {}

    def run(self, steps: tuple[Step, ...] | None = None, watch: Watcher | None = None) -> Report:
        """Every check of `steps` (all by default) up to the first that does not hold."""
        checks: list[Check] = []
        for step in steps or STEPS:
            checks.append(self._check(step))
            if watch:
                watch(checks[-1])
            if not checks[-1].ok:
                break
        return Report(tuple(checks), self.counts)

    def _check(self, step: Step) -> Check:
        started = perf_counter()
        ok, count = True, 0
        try:
            count = step.run(self)
        except BallotError as error:
            ok, self._notes[step.code] = False, str(error)
        seconds = self._seconds.get(step.code, perf_counter() - started)
        return Check(step.code, step.name, ok, count, seconds, self._notes.get(step.code, ""))

    @property
    def election(self) -> manifest.Manifest:
        """The manifest, once it is checked."""
        return self._manifest

    @property
    def key(self) -> ceremony.Key:
        """The election's key, once the ceremony is checked."""
        return self._key

    @property
    def final(self) -> checkpoint.Checkpoint:
        """The last checkpoint, once it is read."""
        return self._final

    @property
    def box_counts(self) -> Counts:
        """The figures of the log, once the box is checked."""
        return self._log.box.counts()

    @property
    def sums(self) -> result.Sums:
        """Votes and ballots, once the opened ballots are read."""
        return self._sums

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the bundle says of each mix group, once the groups are known."""
        return tuple(self._evidence)

    def whole(self) -> int:
        """Every file of the bundle is undamaged."""
        self._bundle.check_whole()
        return len(self._bundle.names)

    def manifest(self) -> int:
        """The rules of the election are lawful."""
        self._manifest = manifest.decode(self._bundle.read(names.MANIFEST))
        return 1

    def ceremony(self) -> int:
        """The key was made by the trustees of the manifest, and is recomputed from their words."""
        blob = self._bundle.read(names.CEREMONY)
        self._key = ceremony.read(blob, names.CEREMONY)
        if digest("ceremony-file", blob)[:32] != self._manifest.ceremony:
            raise BadProof("this is not the ceremony of the manifest: another hash", names.CEREMONY)
        agreed = self._manifest.trustees
        if (len(self._key.cards), self._key.threshold) != (agreed.count, agreed.threshold):
            raise BadProof("another number of trustees or another threshold than announced", names.CEREMONY)
        if self._key.solo:
            self._notes["ceremony"] = "SOLO MODE: one person holds the key and could read every vote"
        return len(self._key.cards)

    def roll(self) -> int:
        """The slots are those that were frozen before opening."""
        self._roll = roll.read(self._manifest, self._bundle.read(names.ROLL))
        return self._manifest.slots

    def checkpoint(self) -> int:
        """The log signed its last size and root."""
        self._final = checkpoint.read(self._bundle.read(names.CHECKPOINT), names.CHECKPOINT)
        if self._final.origin != self._manifest.origin:
            raise Malformed("a checkpoint of another log or election", names.CHECKPOINT)
        checkpoint.check_log_line(self._manifest, self._final, names.CHECKPOINT)
        return self._final.size

    def tiles(self) -> int:
        """Every entry and every tile hash gives the root of the last checkpoint."""
        started = perf_counter()
        self._read_earlier()
        self._reader = logpass.LogReader(self._bundle, self._manifest, self._roll, self._final)
        box = Box(self._manifest, self._roll)
        roots = {size: each.root for size, each in self._earlier.items()}
        self._log = logpass.pass_through(self._reader, box, roots, self._crew)
        self._faults |= self._log.faults
        attributed = {code: self._log.seconds[code] for code in ("entries", "signatures", "knowledge")}
        waited = perf_counter() - started
        self._seconds |= {**attributed, "tiles": max(0.0, waited - sum(attributed.values()))}
        return sum(1 for _ in tiles.tiles_of(self._final.size))

    def _read_earlier(self) -> None:
        prefix = names.earlier_checkpoint(0).removesuffix("0")
        found = (name for name in self._bundle.names if name.startswith(prefix))
        self._earlier = {
            int(name.removeprefix(prefix)): checkpoint.read(self._bundle.read(name), name) for name in found
        }

    def earlier_checkpoints(self) -> int:
        """Every earlier checkpoint is a beginning of the same log."""
        for size, each in self._earlier.items():
            place = names.earlier_checkpoint(size)
            checkpoint.check(self._manifest, each, place)
            if each.size != size or self._reader.root_at(size) != each.root:
                raise BadProof("the log has forked: this checkpoint is no beginning of it", place)
        return len(self._earlier)

    def cosignatures(self) -> int:
        """Enough independent witnesses saw the last checkpoint."""
        return checkpoint.check_quorum(self._manifest, self._final, names.CHECKPOINT)

    def entries(self) -> int:
        """Every entry is in the one form the format has."""
        self._raise_fault("entries")
        return self._log.entries

    def signatures(self) -> int:
        """Every entry is signed by those who must sign it."""
        self._raise_fault("signatures")
        return self._log.entries

    def box(self) -> int:
        """Every entry is allowed by the rules of the box."""
        self._raise_fault("box")
        self.counts |= asdict(self._log.box.counts())
        return self._log.box.size

    def groups(self) -> int:
        """No mix group is so small that opening it would show how somebody voted."""
        self._files = EvidenceReader(self._bundle, self._manifest, self._key)
        groups = self._log.box.groups()
        self._log.box.check_group_sizes(groups.values())
        self._evidence = [Evidence(each, names.plaintexts_file(name)) for name, each in groups.items()]
        return len(groups)

    def files(self) -> int:
        """The bundle holds the files it needs and no others."""
        expected = set(self._expected())
        lacking = sorted(expected.difference(self._bundle.names))
        surplus = sorted(set(self._bundle.names) - expected)
        if lacking:
            raise Malformed("the bundle lacks this file", lacking[0])
        if surplus:
            raise Malformed("the bundle has a file that belongs to nothing", surplus[0])
        return len(expected)

    def _expected(self) -> Iterator[str]:
        yield from (names.MANIFEST, names.CEREMONY, names.ROLL, names.CHECKPOINT, names.RESULT)
        yield from (logpass.FOLDER + tile.path for tile in tiles.tiles_of(self._final.size))
        yield from (names.earlier_checkpoint(size) for size in self._earlier)
        if names.JOURNAL in self._bundle or names.JOURNAL_DATA in self._bundle:
            yield from (names.JOURNAL, names.JOURNAL_DATA)
        for each in self._evidence:
            yield from self._files.expected_files(each.group)

    def mixes(self) -> int:
        """Each mix takes exactly what the one before it gave; the mixers are different trustees."""
        for each in self._evidence:
            each.mixes = self._files.mixes(each.group, self._unfinished)
        return sum(len(each.mixes) for each in self._evidence)

    def decryptions(self) -> int:
        """Each group is opened by exactly as many trustees as the key asks for."""
        for each in self._evidence:
            each.decryptions = self._files.decryptions(each)
        return sum(len(each.decryptions) for each in self._evidence)

    def plaintexts(self) -> int:
        """Every opened ballot is written in the one form its point has."""
        self._sums = result.Sums(self._manifest)
        for each in self._evidence:
            each.opened = self._files.opened(each, self._sums, self._crew)
        return self._sums.counted

    def knowledge(self) -> int:
        """Each voter knew what was sealed, so no ballot is a copy."""
        self._raise_fault("knowledge")
        self._settle()
        self._raise_fault("knowledge")
        return self._log.proofs

    def mix_proofs(self) -> int:
        """Each mix only re-encrypted and reordered."""
        self._raise_fault("mix-proof")
        return sum(len(each.mixes) * each.group.count for each in self._evidence)

    def decryption_proofs(self) -> int:
        """Each trustee opened with the share of the key that the ceremony gave."""
        self._raise_fault("decryption-proof")
        return sum(len(each.decryptions) * each.group.count for each in self._evidence)

    def openings(self) -> int:
        """The opened ballots are what was in the mixed ones."""
        self._raise_fault("opening")
        return sum(len(each.opened) // 32 for each in self._evidence)

    def _settle(self) -> None:
        started = perf_counter()
        if self._plain or not self._sum_holds():
            fault = mathematics.find_fault(self._reader.stretches(), self._evidence, self._crew)
            if fault is None and not self._plain:
                odd = BadProof("the sum of all equations is wrong, yet each by itself holds: report this")
                fault = scrutiny.Fault("knowledge", odd)
            if fault:
                self._faults[fault.code] = fault.error
        self._share_seconds(perf_counter() - started)

    def _sum_holds(self) -> bool:
        try:
            mathematics.check_at_once(self._log, self._evidence, self._crew)
        except BallotError:
            return False
        return True

    def _share_seconds(self, seconds: float) -> None:
        """The one sum's time, by how many points each kind of proof puts into it."""
        points = {
            "mix-proof": sum(each.group.count * (3 + 5 * len(each.mixes)) for each in self._evidence),
            "decryption-proof": sum(each.group.count * len(each.decryptions) for each in self._evidence),
            "opening": sum(each.group.count for each in self._evidence),
        }
        for code, share in points.items():
            self._seconds[code] = seconds * share / max(1, sum(points.values()))

    def result(self) -> int:
        """The announced figures are those anyone finds."""
        self._announced = result.read(self._manifest, self._bundle.read(names.RESULT))
        counted = self._log.box.counts()
        self.counts |= result.counts_of(counted, self._sums)
        result.check(self._announced, counted, self._sums)
        return len(self.counts)

    def journal(self) -> int:
        """The journal of official decisions is the signed one."""
        if names.JOURNAL not in self._bundle:
            return 0
        data = self._bundle.read(names.JOURNAL_DATA)
        result.check_journal(self._manifest, self._bundle.read(names.JOURNAL), data)
        return 1

    def recount(self) -> int:
        """The counting library funds what was announced; nothing is counted where it is not installed."""
        if not recount.is_installed():
            self._notes["recount"] = "not done: no counting library is installed"
            return 0
        recount.check(self._manifest, self._bundle, self._sums, self._announced.funded)
        return len(self._announced.funded)

    def _raise_fault(self, code: str) -> None:
        if code in self._faults:
            raise self._faults[code]


LOG_STEPS: Final = (
    Step("bundle", "every file is undamaged", Verifier.whole),
    Step("manifest", "the rules of the election are lawful", Verifier.manifest),
    Step("ceremony", "the trustees of the manifest made the key together", Verifier.ceremony),
    Step("roll", "the slots are those frozen before opening", Verifier.roll),
    Step("checkpoint", "the log signed its last size and root", Verifier.checkpoint),
    Step("tiles", "every entry and tile gives that root", Verifier.tiles),
    Step("history", "earlier checkpoints are beginnings of the same log", Verifier.earlier_checkpoints),
    Step("cosignatures", "enough witnesses saw the last checkpoint", Verifier.cosignatures),
    Step("entries", "every entry is in the one form", Verifier.entries),
    Step("signatures", "every entry is signed by those who must", Verifier.signatures),
    Step("box", "every entry is allowed by the rules of the box", Verifier.box),
    Step("groups", "no mix group is too small to be opened", Verifier.groups),
)
"""What must hold before anything is mixed."""

_MIXES: Final = Step("mixes", "each mix takes what the one before gave", Verifier.mixes)
_KNOWLEDGE: Final = Step("knowledge", "each voter knew what was sealed: no copies", Verifier.knowledge)
_MIX_PROOF: Final = Step("mix-proof", "each mix only re-encrypted and reordered", Verifier.mix_proofs)

MIXED_STEPS: Final = (*LOG_STEPS, _MIXES, _KNOWLEDGE, _MIX_PROOF)
"""What a trustee makes sure of before mixing on or opening."""

STEPS: Final = (
    *LOG_STEPS,
    Step("files", "the bundle has the files it needs and no others", Verifier.files),
    _MIXES,
    Step("decryptions", "each group is opened by as many trustees as needed", Verifier.decryptions),
    Step("plaintexts", "every opened ballot is in the one form", Verifier.plaintexts),
    _KNOWLEDGE,
    _MIX_PROOF,
    Step("decryption-proof", "each trustee opened with the right share", Verifier.decryption_proofs),
    Step("opening", "the opened ballots are what was sealed", Verifier.openings),
    Step("result", "the announced figures are those anyone finds", Verifier.result),
    Step("journal", "the journal is the signed one", Verifier.journal),
    Step("recount", "the announced projects are those that win", Verifier.recount),
)
"""Every check, in order."""
