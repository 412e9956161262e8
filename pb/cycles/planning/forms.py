"""The parts of a plan as forms: its words, who takes part, the voter groups, ties, and the dates."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, Optional

from pb.accounts.roll.basis import BASES, Basis
from pb.cycles import sentences
from pb.cycles.forms import PartForm, calendar, maybe_text, maybe_whole, text, whole
from pb.cycles.phases import DATED, PHASES
from pb.cycles.plan import OLDEST_MINIMUM, Channel, Group, Plan, Span, TieBreak
from pb.cycles.rules import day, last_day, morning
from pb.web.amounts import money
from pb.web.forms import TicksField

ADVISORY, BINDING = "advisory", "binding"
MOST_GROUPS = 8


class WordsForm(PartForm):
    title_ko = text(_l("Korean title"), 80)
    title_en = text(_l("English title"), 120)
    year = whole(_l("Budget of the year"), 2000, 2200)
    budget = money(_l("Budget in won"))
    effect = RadioField(
        _l("What the result does"),
        choices=[
            SelectChoice(ADVISORY, _l("It advises the town")),
            SelectChoice(BINDING, _l("It binds the town")),
        ],
        validators=[InputRequired(_l("Choose one."))],
    )
    legal_basis = text(_l("Law and ordinance it rests on"), 300)

    @classmethod
    def of(cls, plan: Plan) -> "WordsForm":
        return cls(
            version=plan.version,
            title_ko=plan.title_ko,
            title_en=plan.title_en,
            year=plan.year,
            budget=plan.budget,
            effect=BINDING if plan.binding else ADVISORY,
            legal_basis=plan.legal_basis,
        )

    def put(self, plan: Plan) -> Plan:
        return replace(
            plan,
            title_ko=self.typed("title_ko"),
            title_en=self.typed("title_en"),
            year=self.number("year"),
            budget=self.number("budget"),
            binding=self.typed("effect") == BINDING,
            legal_basis=self.typed("legal_basis"),
        )


class WhoForm(PartForm):
    bases = TicksField(
        _l("Who counts as a resident"),
        choices=[SelectChoice(basis.value, told) for basis, told in BASES.items()],
        validators=[InputRequired(_l("Choose at least one."))],
    )
    minimum_age = maybe_whole(
        _l("Minimum age"),
        1,
        OLDEST_MINIMUM,
        _l("In full years. Leave it empty if every age may take part; under 14 a guardian has to agree."),
    )
    age_on = DateField(
        _l("The day on which this age must be reached"),
        description=_l("Leave it empty if there is no minimum age."),
        validators=[Optional()],
    )
    witnesses = maybe_whole(
        _l("Witnesses from outside who must cosign the ballot box"),
        1,
        20,
        _l("Such as a newspaper or a citizens' group; two is a good choice. Leave it empty for none."),
    )

    @classmethod
    def of(cls, plan: Plan) -> "WhoForm":
        return cls(
            version=plan.version,
            bases=[basis.value for basis in sorted(plan.bases)],
            minimum_age=plan.minimum_age,
            age_on=plan.age_on,
            witnesses=plan.witnesses,
        )

    def put(self, plan: Plan) -> Plan:
        """Who takes part, as typed; an age without its day is refused."""
        age = self.minimum_age.data
        if age and not self.age_on.data:
            self.refuse("age_on", _("Choose a day."))
        return replace(
            plan,
            bases=frozenset(Basis(name) for name in self.bases.data or ()),
            minimum_age=age,
            age_on=self.age_on.data if age else None,
            witnesses=self.witnesses.data,
        )


class GroupsForm(PartForm):
    """A row for each group and an empty one; a row without a Korean name is no group."""

    rows: range

    @classmethod
    def of(cls, plan: Plan) -> "GroupsForm":
        rows = range(1, min(len(plan.groups) + 1, MOST_GROUPS) + 1)
        fields: dict[str, Any] = {"rows": rows}
        for row in rows:
            fields[f"name_ko_{row}"] = maybe_text(_l("Korean name"), 60)
            fields[f"name_en_{row}"] = maybe_text(_l("English name"), 80)
            fields[f"weight_{row}"] = maybe_whole(_l("Weight of 100"), 1, 100)
            fields[f"channel_{row}"] = SelectField(
                _l("How they vote"),
                choices=[SelectChoice(channel.value, told()) for channel, told in sentences.CHANNELS.items()],
                default=Channel.BOTH.value,
            )
        filled: dict[str, Any] = {"version": plan.version}
        for row, group in enumerate(plan.groups, 1):
            filled |= {f"name_ko_{row}": group.name_ko, f"name_en_{row}": group.name_en}
            filled |= {f"weight_{row}": group.weight, f"channel_{row}": group.channel.value}
        made: GroupsForm = type("FormOfTheseGroups", (cls,), fields)(**filled)
        return made

    def put(self, plan: Plan) -> Plan:
        """The groups as typed; what is missing or twice is refused at its field."""
        groups: list[Group] = []
        for row in self.rows:
            name = self.typed(f"name_ko_{row}")
            if not name:
                continue
            if name in {group.name_ko for group in groups}:
                self.refuse(f"name_ko_{row}", _("Another group has this name."))
            for needed in ("name_en", "weight"):
                if not self[f"{needed}_{row}"].data:
                    self.refuse(f"{needed}_{row}", _("This must not stay empty."))
            channel = Channel(self.typed(f"channel_{row}"))
            weight = self[f"weight_{row}"].data or 0
            groups.append(Group(name, self.typed(f"name_en_{row}"), weight, channel))
        if not groups:
            self.refuse("name_ko_1", _("At least one group must vote."))
        return replace(plan, groups=tuple(groups))


class TiesForm(PartForm):
    """What decides first, second and so on; the rest may stay empty."""

    @classmethod
    def of(cls, plan: Plan) -> "TiesForm":
        fields: dict[str, Any] = {}
        filled: dict[str, Any] = {"version": plan.version}
        for place in range(1, len(TieBreak) + 1):
            fields[f"tie_{place}"] = SelectField(
                _l("Decides as number %(place)s", place=place),
                choices=[
                    SelectChoice("", _l("nothing more")),
                    *(SelectChoice(tie.value, told()) for tie, told in sentences.TIES.items()),
                ],
            )
            filled[f"tie_{place}"] = plan.ties[place - 1].value if place <= len(plan.ties) else ""
        made: TiesForm = type("FormOfTheseTies", (cls,), fields)(**filled)
        return made

    def put(self, plan: Plan) -> Plan:
        ties: list[TieBreak] = []
        for place in range(1, len(TieBreak) + 1):
            chosen = self.typed(f"tie_{place}")
            if chosen and chosen in ties:
                self.refuse(f"tie_{place}", _("This decides earlier already."))
            elif chosen:
                ties.append(TieBreak(chosen))
        if not ties:
            self.refuse("tie_1", _("Choose what decides."))
        return replace(plan, ties=tuple(ties))


class DatesForm(PartForm):
    """The first and the last day of each phase."""

    @classmethod
    def of(cls, plan: Plan) -> "DatesForm":
        fields: dict[str, Any] = {}
        filled: dict[str, Any] = {"version": plan.version}
        for phase in DATED:
            title = PHASES[phase].title
            fields[f"first_{phase}"] = calendar(_("%(phase)s: first day", phase=title))
            fields[f"last_{phase}"] = calendar(_("%(phase)s: last day", phase=title))
        for span in plan.spans:
            filled[f"first_{span.phase}"], filled[f"last_{span.phase}"] = day(span.starts), last_day(span)
        made: DatesForm = type("FormOfTheseDates", (cls,), fields)(**filled)
        return made

    def put(self, plan: Plan) -> Plan:
        """The dates as typed; a phase whose last day lies before its first is refused at that field."""
        spans = []
        for phase in DATED:
            first, last = self[f"first_{phase}"].data, self[f"last_{phase}"].data
            if last < first:
                self.refuse(f"last_{phase}", _("The last day lies before the first."))
            spans.append(Span(phase, morning(first), morning(last + timedelta(days=1))))
        return replace(plan, spans=tuple(spans))
