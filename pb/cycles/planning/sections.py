"""The sections of a plan as forms, and moving them about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired

from pb.cycles import sentences
from pb.cycles.forms import PartForm, maybe_whole, text, whole
from pb.cycles.plan import LIMITS, RULES, Ballot, Plan, Scope, Section
from pb.cycles.planning.money import divided, equally
from pb.cycles.rules import limits_of
from pb.web.amounts import money
from pb.web.formats import korean
from tallying.variants import variant_of

MOST_SECTIONS = 40
MOST_PROJECTS, MOST_POINTS, MOST_QUORUM = 1_000, 100_000, 10_000_000
KINDS: dict[Ballot, LazyString] = {
    Ballot.APPROVAL: _l("Choose so many projects"),
    Ballot.KNAPSACK: _l("Pick projects while the money lasts"),
    Ballot.RANKED: _l("Put projects in order"),
    Ballot.CUMULATIVE: _l("Spread points over projects"),
    Ballot.SCORING: _l("Give every project points"),
    Ballot.CHOOSE_ONE: _l("Choose one project"),
    Ballot.YES_NO: _l("Yes or no to one project"),
}
LIMIT_FIELDS: dict[str, Callable[[], Any]] = {
    "least": lambda: whole(_l("At least so many projects"), 0, MOST_PROJECTS),
    "most": lambda: whole(_l("At most so many projects"), 1, MOST_PROJECTS),
    "points": lambda: whole(_l("Points that each voter has"), 1, MOST_POINTS),
}


class SectionForm(PartForm):
    """A section with one kind of ballot: exactly its limits, and the rules that can count it."""

    name_ko = text(_l("Korean name"), 60)
    name_en = text(_l("English name"), 80)
    budget = money(_l("Money of this section in won"))
    scope = RadioField(_l("Which projects stand here"), validators=[InputRequired(_l("Choose one."))])
    rule = RadioField(_l("How the votes are counted"), validators=[InputRequired(_l("Choose one."))])
    ballot: Ballot
    limits: tuple[str, ...]

    @classmethod
    def of(cls, plan: Plan, section: Section | None, ballot: Ballot) -> "SectionForm":
        """The form of a section, or of a new one, with this kind of ballot."""
        limits = tuple(name for name in LIMIT_FIELDS if name in LIMITS[ballot])
        fields: dict[str, Any] = {"ballot": ballot, "limits": limits}
        fields |= {name: LIMIT_FIELDS[name]() for name in limits}
        if ballot in (Ballot.CUMULATIVE, Ballot.SCORING):
            fields["most"] = whole(_l("At most so many points on one project"), 1, MOST_POINTS)
        if ballot is not Ballot.YES_NO:
            fields["projects"] = maybe_whole(
                _l("Number of projects on the ballot"),
                1,
                MOST_PROJECTS,
                _l("Leave it empty if it is not known yet."),
            )
            fields["quorum"] = maybe_whole(
                _l("Votes that a project needs at least"),
                1,
                10**7,
                _l("Leave it empty if there is no such limit."),
            )
        filled: dict[str, Any] = {
            "version": plan.version,
            "scope": Scope.TOWN.value,
            "rule": RULES[ballot][0],
        }
        if section is not None:
            names = ("name_ko", "name_en", "budget", "projects", "quorum", *limits)
            filled |= {name: getattr(section, name) for name in names} | {"scope": section.scope.value}
            filled |= {"rule": section.rule} if section.rule in RULES[ballot] else {}
        made: SectionForm = type("FormOfThisSection", (cls,), fields)(**filled)
        made.scope.choices = [SelectChoice(scope.value, told()) for scope, told in sentences.SCOPES.items()]
        made.rule.choices = [SelectChoice(rule, variant_of(rule).title[korean()]) for rule in RULES[ballot]]
        return made

    def meanings(self) -> dict[str, str]:
        """What each way of counting does, for the page."""
        return {rule: variant_of(rule).meaning[korean()] for rule in RULES[self.ballot]}

    def put(self, plan: Plan, place: int | None) -> Plan:
        """The plan with this section at its place, or at the end; a name taken twice is refused."""
        others = [one.name_ko for at, one in enumerate(plan.sections, 1) if at != place]
        if self.typed("name_ko") in others:
            self.refuse("name_ko", _("Another section has this name."))
        section = self.section(plan.sections[place - 1].shares if place else ())
        if self.limits and (wrong := next(limits_of(section), None)):
            self.refuse(self.limits[-1], wrong)
        if place is None:
            return replace(plan, sections=(*plan.sections, section))
        return with_section(plan, place, section)

    def section(self, shares: tuple[tuple[int, int], ...]) -> Section:
        yes_no = self.ballot is Ballot.YES_NO
        scope = Scope(self.typed("scope"))
        kept = (
            shares if scope is Scope.DISTRICT and sum(won for _id, won in shares) == self.budget.data else ()
        )
        return Section(
            self.typed("name_ko"),
            self.typed("name_en"),
            self.number("budget"),
            scope,
            self.ballot,
            projects=1 if yes_no else self["projects"].data,
            rule=self.typed("rule"),
            quorum=None if yes_no else self["quorum"].data,
            shares=kept,
            **{name: self[name].data for name in self.limits},
        )


def with_section(plan: Plan, place: int, section: Section) -> Plan:
    sections = list(plan.sections)
    sections[place - 1] = section
    return replace(plan, sections=tuple(sections))


def moved(plan: Plan, place: int, to: str) -> Plan:
    """The section one place up or down, or gone."""
    sections = list(plan.sections)
    section = sections.pop(place - 1)
    if to != "away":
        sections.insert(max(0, place - 2) if to == "up" else place, section)
    return replace(plan, sections=tuple(sections))


@dataclass(frozen=True)
class Row:
    """One line of a division of money: what gets it, and how much it has now."""

    name: str
    amount: int


class DivideForm(PartForm):
    """An amount and, if wanted, a number of people for each row. The sum has to be `total`."""

    rows: Sequence[Row]
    total: int

    @classmethod
    def of(cls, version: int, total: int, rows: Sequence[Row]) -> "DivideForm":
        fields: dict[str, Any] = {"rows": rows, "total": total}
        filled: dict[str, Any] = {"version": version}
        for number, row in enumerate(rows, 1):
            fields[f"amount_{number}"] = money(_("%(name)s: won", name=row.name))
            fields[f"people_{number}"] = maybe_whole(_("%(name)s: people", name=row.name), 0, 10**8)
            filled[f"amount_{number}"] = row.amount or None
        made: DivideForm = type("FormOfThisDivision", (cls,), fields)(**filled)
        return made

    def amounts(self) -> list[int]:
        return [self[f"amount_{number}"].data or 0 for number, _row in enumerate(self.rows, 1)]

    def left(self) -> int:
        return self.total - sum(self.amounts())

    def fill(self, way: str) -> None:
        """Propose amounts: the same for each, or by the people typed."""
        people = [self[f"people_{number}"].data or 0 for number, _row in enumerate(self.rows, 1)]
        if way == "people" and not all(people):
            for number, one in enumerate(people, 1):
                if not one:
                    self.refuse(f"people_{number}", _("Type how many people live there."))
            return
        shares = divided(self.total, people) if way == "people" else equally(self.total, len(self.rows))
        for number, share in enumerate(shares, 1):
            self[f"amount_{number}"].data = share

    def refuse_unless_whole(self) -> None:
        if self.left():
            self.refuse(f"amount_{len(self.rows)}", _("The amounts do not make up the whole budget."))
