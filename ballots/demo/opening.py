"""After the close: mix, decrypt, write out the ballots, announce the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ballots import mixing, recount, result, shuffle, styles
from ballots.box import Box, MixGroup
from ballots.bundle import names
from ballots.demo.stages import Stages
from ballots.group import Point
from ballots.result import Sums
from ballots.trustees import announcements, decryption
from ballots.trustees.announcements import Batch
from ballots.workers import Crew

if TYPE_CHECKING:
    from ballots.demo.election import Election

_JOURNAL: Final = "2026-11-02 opened / 개시\n2026-11-15 closed / 종료\n".encode()


def open_box(election: Election, box: Box, stages: Stages, crew: Crew, counted: bool) -> None:
    """Everything from the close to the signed result, mix group by mix group."""
    sums = Sums(election.manifest)
    for group in box.groups().values():
        mixed = mix(election, group, stages, crew)
        points = decrypt(election, mixed, group, stages, crew)
        _write_plaintexts(election, group, points, sums)
    with stages.stage("count"):
        _announce(election, box, sums, counted)


def mix(election: Election, group: MixGroup, stages: Stages, crew: Crew) -> bytes:
    """Every mixer mixes the group in turn; the column after the last."""
    batch = _batch(election, group)
    column = group.column
    with stages.stage("mix", group.count * election.size.mixers) as step:
        for number in range(1, election.size.mixers + 1):
            column = _mix_once(election, batch, number, column, crew)
            step(group.count)
    return column


def _mix_once(election: Election, batch: Batch, number: int, column: bytes, crew: Crew) -> bytes:
    key = election.key.public
    made = mixing.mix(batch.context, number, number, key, column, election.source, crew)
    statement = shuffle.Statement(batch.context, number, number, key, column, made.outputs)
    header = announcements.write_mix(batch, statement, made.proof, election.holders[number].signing)
    name = f"{batch.style}.{batch.group}"
    election.write(names.mix_file(name, number, "json"), header)
    election.write(names.mix_file(name, number, "outputs"), made.outputs)
    election.write(names.mix_file(name, number, "proof"), made.proof.octets())
    return made.outputs


def decrypt(
    election: Election, column: bytes, group: MixGroup, stages: Stages, crew: Crew
) -> Sequence[Point]:
    """The opened points in the order of the last mix; the first trustees open."""
    batch = _batch(election, group)
    given: dict[int, bytes] = {}
    with stages.stage("decrypt", group.count * election.size.threshold) as step:
        for number in range(1, election.size.threshold + 1):
            given[number] = _factors(election, batch, number, column, crew)
            step(group.count)
        return decryption.combine(column, given, crew)


def _factors(election: Election, batch: Batch, number: int, column: bytes, crew: Crew) -> bytes:
    trustee = election.holders[number]
    made = decryption.factors(trustee.share, column, crew)
    verification = election.key.verification[number]
    statement = decryption.Statement(batch.context, number, verification, column, made)
    proof = decryption.prove(statement, trustee.share, election.source, crew)
    name = f"{batch.style}.{batch.group}"
    header = announcements.write_decryption(batch, statement, proof, trustee.signing)
    election.write(names.decryption_file(name, number, "json"), header)
    election.write(names.decryption_file(name, number, "factors"), made)
    return made


def _write_plaintexts(election: Election, group: MixGroup, points: Sequence[Point], sums: Sums) -> None:
    manifest = election.manifest
    style = manifest.style_named[group.style]
    lines = []
    for point in points:
        sums.add(group.style, group.group, styles.plaintext(style, manifest.sections, point))
        lines.append(styles.plaintext_line(style, manifest.sections, point))
    election.write(names.plaintexts_file(group.name), b"".join(lines))


def _announce(election: Election, box: Box, sums: Sums, counted: bool) -> None:
    manifest, registrar = election.manifest, election.keys.registrar
    nothing: dict[str, tuple[str, ...]] = dict.fromkeys(manifest.sections, ())
    funded = recount.funded(manifest, election.folder, sums) if counted else nothing
    election.write(names.RESULT, result.write(manifest, registrar, box.counts(), sums, funded))
    election.write(names.JOURNAL, result.write_journal(manifest, registrar, _JOURNAL))
    election.write(names.JOURNAL_DATA, _JOURNAL)


def _batch(election: Election, group: MixGroup) -> Batch:
    return Batch(election.manifest.election, group.style, group.group)
