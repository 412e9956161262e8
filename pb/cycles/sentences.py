"""A plan told in plain sentences, in the visitor's language."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from flask_babel import format_date, gettext

from pb.accounts.roll.basis import BASES, CONSENT_UNDER
from pb.cycles import rules
from pb.cycles.phases import PHASES
from pb.cycles.plan import RULES, Ballot, Channel, Group, Plan, Scope, Section, Span, TieBreak
from pb.cycles.presets import Preset
from pb.web.formats import korean, number, short_won, won
from tallying.variants import variant_of


def _(sentence: str, **values: object) -> str:
    """gettext, which flask-babel leaves without a type."""
    return str(gettext(sentence, **values))


SCOPES: dict[Scope, Callable[[], str]] = {
    Scope.TOWN: lambda: _("Everyone votes on the same projects."),
    Scope.DISTRICT: lambda: _("Each voter votes on the projects of their own district."),
    Scope.CATEGORY: lambda: _("It is for one field; everyone votes on the same projects."),
}
CHANNELS: dict[Channel, Callable[[], str]] = {
    Channel.BOTH: lambda: _("online or on paper"),
    Channel.ONLINE: lambda: _("online"),
    Channel.PAPER: lambda: _("on paper"),
    Channel.SHEET: lambda: _("by a signed score sheet"),
}

TIES: dict[TieBreak, Callable[[], str]] = {
    TieBreak.VOTES: lambda: _("the one with more votes"),
    TieBreak.COST: lambda: _("the one that costs less"),
    TieBreak.LEXICO: lambda: _("the order of the project codes, read as text"),
    TieBreak.LOT: lambda: _("a lot that is drawn in public before voting opens"),
}

# Names of projects made up for the preview of a ballot.
SAMPLES: tuple[Callable[[], str], ...] = (
    lambda: _("Benches in the shade along the stream"),
    lambda: _("A safer crossing in front of the school"),
    lambda: _("A playground for children of every ability"),
    lambda: _("Brighter lights in the market lane"),
    lambda: _("A library corner in the senior centre"),
)


def name(of: Plan | Section | Group) -> str:
    """What something is called, in the visitor's language."""
    if isinstance(of, Plan):
        return of.title_ko if korean() else of.title_en
    return of.name_ko if korean() else of.name_en


def calendar_day(when: date) -> str:
    """Tue 3 March 2026, 2026년 3월 3일(화)."""
    return str(format_date(when, "y년 M월 d일(E)" if korean() else "EEE d MMMM y"))


def days(span: Span) -> str:
    """From the first to the last day; a year that both have in common is said once."""
    first, last = rules.day(span.starts), rules.last_day(span)
    told = calendar_day(first), calendar_day(last)
    if first.year == last.year:
        without = str(format_date(last if korean() else first, "M월 d일(E)" if korean() else "EEE d MMMM"))
        told = (told[0], without) if korean() else (without, told[1])
    return _("%(first)s to %(last)s", first=told[0], last=told[1])


def part(plan: Plan, of: str) -> list[str]:
    """What one part of a plan says, for the overview of the planner."""
    told: dict[str, Callable[[], list[str]]] = {
        "words": lambda: [started(plan), bound(plan), _("It rests on: %(law)s.", law=plan.legal_basis)],
        "who": lambda: of_residents(plan),
        "sections": lambda: of_sections(plan.sections),
        "groups": lambda: of_groups(plan.groups),
        "ties": lambda: of_ties(plan),
        "dates": lambda: [f"{PHASES[span.phase].title}: {days(span)}" for span in plan.spans],
    }
    return told[of]()


def started(plan: Plan) -> str:
    return _(
        "For %(year)s the residents decide on %(budget)s together.",
        year=str(plan.year),
        budget=won(plan.budget),
    )


def who_counts(plan: Plan) -> str:
    """Whom the plan counts as residents, as a list in words."""
    return ", ".join(str(BASES[basis]) for basis in BASES if basis in plan.bases)


def of_residents(plan: Plan) -> list[str]:
    """Who may take part."""
    told = [_("These take part: %(who)s.", who=who_counts(plan))]
    if plan.minimum_age is None or plan.age_on is None:
        told.append(_("There is no minimum age. Under 14 a parent or guardian has to agree first."))
    else:
        day = calendar_day(plan.age_on)
        told.append(_("The minimum age is %(age)s, reached on %(day)s.", age=plan.minimum_age, day=day))
        if plan.minimum_age < CONSENT_UNDER:
            told.append(_("Under 14 a parent or guardian has to agree first."))
    if plan.witnesses:
        told.append(
            _(
                "%(count)s witnesses from outside the town hall must cosign the ballot box.",
                count=plan.witnesses,
            )
        )
    return told


def summary(plan: Plan) -> list[str]:
    """The whole plan, a sentence or two each; every number in it is of the plan."""
    told = [
        started(plan),
        bound(plan),
        _("It rests on: %(law)s.", law=plan.legal_basis),
        *of_residents(plan),
        *of_sections(plan.sections),
        *of_groups(plan.groups),
        *of_ties(plan),
    ]
    voting = [span for span in plan.spans if span.phase == "voting"]
    return told + [_("Voting is open from %(days)s.", days=days(span)) for span in voting]


def bound(plan: Plan) -> str:
    if plan.binding:
        return _("The result binds the town: what wins goes into its draft budget.")
    return _("The result advises the town: it may decide otherwise, and then it must say why.")


def of_sections(sections: tuple[Section, ...]) -> list[str]:
    """Each section; the way of counting once where it is the same in all."""
    ways = list(dict.fromkeys(counted(section) for section in sections))
    if len(ways) == 1:
        return [*(of_section(section) for section in sections), *filter(None, ways)]
    return [f"{of_section(section)} {counted(section)}" for section in sections]


def counted(section: Section) -> str:
    """How the votes of a section become a list of projects; "" while the plan names no fitting way."""
    if section.rule not in RULES[section.ballot]:
        return ""
    way = variant_of(section.rule)
    told = _(
        "The votes are counted so: %(title)s. %(meaning)s",
        title=way.title[korean()],
        meaning=way.meaning[korean()],
    )
    if section.quorum is None:
        return told
    least = _("A project on fewer than %(least)s ballots is not funded.", least=number(section.quorum))
    return f"{told} {least}"


def of_ties(plan: Plan) -> list[str]:
    if not plan.ties:
        return []
    chain = " → ".join(TIES[tie]() for tie in plan.ties)
    told = [_("If two projects stand level, this decides, in this order: %(chain)s.", chain=chain)]
    if plan.lot:
        told.append(_("The lot that was drawn: %(lot)s", lot=plan.lot))
    return told


def of_section(section: Section) -> str:
    return _(
        "%(name)s: %(budget)s. %(scope)s %(choice)s",
        name=name(section),
        budget=won(section.budget),
        scope=SCOPES[section.scope](),
        choice=choice(section),
    )


def choice(section: Section) -> str:
    """What a voter does in a section."""
    most, points = section.most, section.points
    told: dict[Ballot, Callable[[], str]] = {
        Ballot.APPROVAL: lambda: choosing(section),
        Ballot.RANKED: lambda: _(
            "Each voter puts %(least)s to %(most)s projects in order, the best first.",
            least=section.least,
            most=most,
        ),
        Ballot.CHOOSE_ONE: lambda: _("Each voter chooses one project."),
        Ballot.CUMULATIVE: lambda: _(
            "Each voter spreads up to %(points)s points, at most %(most)s on one project.",
            points=points,
            most=most,
        ),
        Ballot.KNAPSACK: lambda: _("Each voter picks projects as long as this money lasts."),
        Ballot.SCORING: lambda: _("Each voter gives every project 0 to %(most)s points.", most=most),
        Ballot.YES_NO: lambda: _("Each voter says yes or no to one project."),
    }
    return told[section.ballot]()


def choosing(section: Section) -> str:
    least, most, projects = section.least, section.most, section.projects
    if least == most and projects is not None:
        return _(
            "Each voter chooses exactly %(most)s of %(projects)s projects.", most=most, projects=projects
        )
    if least == most:
        return _("Each voter chooses exactly %(most)s projects.", most=most)
    return _("Each voter chooses %(least)s to %(most)s projects.", least=least, most=most)


def of_groups(groups: tuple[Group, ...]) -> list[str]:
    if len(groups) == 1:
        return [_("Every ballot counts the same (%(how)s).", how=CHANNELS[groups[0].channel]())]
    parts = [
        _(
            "%(name)s %(weight)s (%(how)s)",
            name=name(group),
            weight=group.weight,
            how=CHANNELS[group.channel](),
        )
        for group in groups
    ]
    return [
        _(
            "Of 100 parts of the result, each group has its own: %(parts)s. How many of a group vote does "
            "not change its part.",
            parts=", ".join(parts),
        )
    ]


def now_and_next(plan: Plan, here: rules.Standing, over: bool) -> list[str]:
    """Where we are and what comes, for the top of the public page."""
    if over:
        return [_("This cycle is over.")]
    told = []
    if here.now:
        told = [
            _("Now: %(phase)s.", phase=PHASES[here.now.phase].title),
            str(PHASES[here.now.phase].tells),
            _("It runs until %(day)s.", day=calendar_day(rules.last_day(here.now))),
        ]
    elif here.next == plan.spans[0]:
        told = [_("This cycle has not begun yet.")]
    else:
        told = [_("We are between two steps.")]
    if here.next:
        title, begins = PHASES[here.next.phase].title, calendar_day(rules.day(here.next.starts))
        told.append(_("Next: %(phase)s, from %(day)s.", phase=title, day=begins))
    return told


def figures(plan: Plan, here: rules.Standing, at: datetime) -> Iterator[tuple[str, str, str]]:
    """Three figures for the first screen, each (name, figure, what it means)."""
    yield _("Budget"), short_won(plan.budget), _("%(exact)s to decide on together", exact=won(plan.budget))
    if here.now:
        last = rules.last_day(here.now)
        meaning = _("%(phase)s, until %(day)s", phase=PHASES[here.now.phase].title, day=calendar_day(last))
        yield _("Days left"), rules.days_left(last, at), meaning
    elif here.next:
        first = rules.day(here.next.starts)
        title = PHASES[here.next.phase].title
        meaning = _("%(phase)s, from %(day)s", phase=title, day=calendar_day(first))
        yield _("Days to wait"), rules.days_left(first, at), meaning
    if plan.minimum_age:
        yield _("Age"), _("%(age)s and older", age=plan.minimum_age), _("may take part")
    else:
        yield _("Age"), _("Everyone"), _("may take part, whatever their age")


def ballot_of(preset: Preset) -> list[str]:
    """What voters do, told of an example before it is chosen."""
    return list(dict.fromkeys(choice(section) for section in preset.sections))
