"""Counting an election by the name of a rule: each section by itself where it has its own budget."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

import numpy as np

from tallying.election import ONE_BUDGET, Election
from tallying.margins import Track, with_margins
from tallying.options import Options
from tallying.outcome import Outcome
from tallying.profile import Profile
from tallying.rules import GUESSES, MONOTONE, RULES
from tallying.unfit import Impossible
from tallying.weights import Weights

DEFAULTS = Options()


class UnknownRule(KeyError):
    """No counting rule of this name."""


def count(election: Election, rule: str, options: Options = DEFAULTS, track: Track = iter) -> Outcome:
    """Count by the named rule. With `options.margins` every loser gets its margin, by recounts where the rule
    itself gives none (`track` may show the progress).

    In a section with its own budget the voters are those whose ballots name a project of the section.
    Raises UnknownRule, Impossible, WeightsUnfit, UnknownTieBreak.
    """
    if rule not in RULES:
        raise UnknownRule(rule)
    if not election.sections:
        return _count_one(election, rule, options, track)
    _demand_separate(election)
    parts = [
        (name, _count_one(section(election, name), rule, _options_of(election, name, options), track))
        for name in election.sections
    ]
    return _join(election, rule, options, dict(parts))


def _count_one(election: Election, rule: str, options: Options, track: Track) -> Outcome:
    outcome = RULES[rule](election, options)
    if not options.margins:
        return outcome
    return with_margins(
        election, RULES[rule], outcome, monotone=rule in MONOTONE, guess=GUESSES.get(rule), track=track
    )


def section(election: Election, name: str) -> Election:
    """One section as an election of its own: its projects, its budget, and the ballots that name any of
    them."""
    places = [place for place, project in enumerate(election.projects) if project.section == name]
    inside = {election.ids[place] for place in places}
    return replace(
        election,
        projects=tuple(election.projects[place] for place in places),
        budget=election.sections[name],
        profile=_restrict(election.profile, places),
        conflicts=frozenset(group for group in election.conflicts if group <= inside),
        mandatory=election.mandatory & inside,
        sections=ONE_BUDGET,
    )


def _restrict(profile: Profile, places: list[int]) -> Profile:
    renumbered = np.full(profile.n_projects, -1, dtype=np.int32)
    renumbered[places] = np.arange(len(places), dtype=np.int32)
    projects = renumbered[profile.projects]
    kept = projects >= 0
    lengths = np.bincount(profile.voters[kept], minlength=profile.n_voters)
    voters = np.flatnonzero(lengths)
    starts = np.concatenate(([0], np.cumsum(lengths[voters]))).astype(np.int64)
    return Profile(
        len(places),
        starts,
        projects[kept],
        profile.points[kept],
        {name: [column[v] for v in voters] for name, column in profile.columns.items()},
        None if profile.groups is None else profile.groups[voters],
        profile.group_names,
    )


def _options_of(election: Election, name: str, options: Options) -> Options:
    """The options with each score sheet cut down to the section's projects."""
    weights = options.weights
    if weights is None or not weights.sheets:
        return options
    inside = {project.id for project in election.projects if project.section == name}
    sheets = tuple(
        replace(sheet, marks={p: m for p, m in sheet.marks.items() if p in inside})
        for sheet in weights.sheets
    )
    return replace(options, weights=Weights(weights.groups, sheets))


def _demand_separate(election: Election) -> None:
    home = {project.id: project.section for project in election.projects}
    for project, name in home.items():
        if name not in election.sections:
            raise Impossible("no-section-budget", project, name)
    for group in election.conflicts:
        if len({home[project] for project in group}) > 1:
            raise Impossible("rivals-apart", ", ".join(sorted(group)))


def _join(election: Election, rule: str, options: Options, parts: Mapping[str, Outcome]) -> Outcome:
    verdicts = {v.id: v for part in parts.values() for v in part.projects}
    cost = sum(part.cost for part in parts.values())
    budget = sum(election.sections.values())
    return Outcome(
        rule=rule,
        options=options,
        budget=budget,
        funded=tuple(chain.from_iterable(part.funded for part in parts.values())),
        cost=cost,
        left=budget - cost,
        rounds=tuple(replace(r, section=name) for name, part in parts.items() for r in part.rounds),
        ties=tuple(tie for part in parts.values() for tie in part.ties),
        projects=tuple(verdicts[project] for project in election.ids),
        parts=tuple(parts.items()),
    )
