"""From the opened ballots to the funded list: the only place of the app where both libraries meet.

Each section goes through the same .pb file, weights and conditions that the verifier writes for its recount
(`ballots.recount`), so that the count here and the count at home cannot differ.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from ballots import bundle, recount
from ballots.bundle import Bundle
from ballots.manifest import Manifest
from ballots.result import Sums
from ballots.sections import Section
from ballots.verify import STEPS, Verifier
from ballots.workers import Crew
from tallying import conditionsfile, weightsfile
from tallying.counting import count as count_by
from tallying.election import Election
from tallying.outcome import Outcome
from tallying.pabulib import USUAL, Leniency, parse
from tallying.rules import MONOTONE
from tallying.unfit import Unfit
from tallying.variants import variant_of

# Marking nothing is lawful in some kinds of ballot.
LENIENT = USUAL | {Leniency.EMPTY_BALLOT}
# What is checked before the opened ballots are read. The mathematics is checked of the whole bundle.
LOG = ("manifest", "ceremony", "roll", "checkpoint", "tiles", "entries", "signatures", "box", "groups")
NEEDED = frozenset((*LOG, "plaintexts"))
# What the result is shown beside, as far as the ballots can be counted so.
BESIDE = ("greedy", "greedy-per-won", "equal-shares/add1", "phragmen")
MOST_WAYS = 4


class NotReady(ValueError):
    """The folder does not hold an election that is closed and opened; the message says what is wrong."""


@dataclass(frozen=True)
class Opened:
    """An election whose ballots are opened: the figures of its log, and the sums of its ballots."""

    manifest: Manifest
    counts: Mapping[str, int]
    sums: Sums
    # How many opened ballots are of each style.
    styles: Mapping[str, int]
    channels: Mapping[str, int]


@dataclass(frozen=True)
class SectionCount:
    """One section: what was handed to the counting library, and what came of it, the frozen rule first.

    `weights` is None where every ballot counts alike.
    """

    section: Section
    pb: bytes
    weights: bytes | None
    conditions: bytes
    election: Election
    outcomes: Mapping[str, Outcome]

    @property
    def rule(self) -> str:
        return self.section.terms.rule

    @property
    def outcome(self) -> Outcome:
        """What counts."""
        return self.outcomes[self.rule]


def read(folder: Path, crew: Crew) -> Opened:
    """The opened ballots of a bundle's folder. Raises NotReady."""
    with bundle.open_bundle(folder) as opened:
        verifier = Verifier(opened, crew)
        report = verifier.run(tuple(step for step in STEPS if step.code in NEEDED))
        if report.failed:
            raise NotReady(f"{report.failed.code}: {report.failed.detail}")
        box, sums = verifier.box_counts, verifier.sums
    styles: dict[str, int] = {}
    for each in verifier.evidence:
        styles[each.group.style] = styles.get(each.group.style, 0) + each.group.count
    return Opened(
        manifest=verifier.election,
        counts=asdict(box) | {"unlawful": sums.unlawful, "counted": box.online + box.paper},
        sums=sums,
        styles=styles,
        channels={"online": box.online, "paper": box.paper},
    )


def sections(folder: Path, opened: Opened, told: Callable[[str], None]) -> list[SectionCount]:
    """Every section counted, in the order of the manifest; `told` is called with each one's name."""
    found = []
    with bundle.open_bundle(folder) as files:
        for section in opened.manifest.sections.values():
            told(section.name)
            found.append(one(opened, files, section))
    return found


def one(opened: Opened, files: Bundle, section: Section) -> SectionCount:
    """One section by its own rule, and beside it by others. Raises NotReady if its rule cannot count it."""
    out = io.StringIO()
    recount.write_pb(opened.manifest, files, section, opened.sums, out)
    pb = out.getvalue().encode()
    weights = None
    if recount.is_weighed(section, opened.sums):
        weights = recount.weights_json(opened.manifest, section, opened.sums).encode()
    conditions = recount.conditions_json(section).encode()
    election = weighed(pb, weights, conditions, section.name)
    outcomes = {}
    for way in ways(section.terms.rule):
        try:
            outcomes[way] = by(way, election, weights, section)
        except Unfit as why:
            if way == section.terms.rule:
                raise NotReady(f"{section.name}: {why}") from why
    return SectionCount(section, pb, weights, conditions, election, outcomes)


def weighed(pb: bytes, weights: bytes | None, conditions: bytes, name: str) -> Election:
    """The election in the files as the counting library's command line reads them."""
    election = conditionsfile.applied(
        parse(pb, f"{name}.pb", LENIENT).election, conditions, "conditions.json"
    )
    if weights is None:
        return election
    return weightsfile.grouped(election, weightsfile.parse(weights, "weights.json"), "weights.json")


def ways(rule: str) -> tuple[str, ...]:
    """The frozen rule, then those it is compared with."""
    return (rule, *(way for way in BESIDE if way != rule))[:MOST_WAYS]


def by(way: str, election: Election, weights: bytes | None, section: Section) -> Outcome:
    """The outcome of one way, with the section's own tie-breaks and quorum. Raises Unfit."""
    variant, terms = variant_of(way, election.profile.n_voters), section.terms
    options = replace(
        variant.options,
        ties=terms.ties,
        quorum=max(terms.quorum, variant.options.quorum),
        weights=weightsfile.parse(weights, "weights.json").weights if weights else None,
        margins=way == terms.rule and variant.rule in MONOTONE,
    )
    return count_by(election, variant.rule, options)
