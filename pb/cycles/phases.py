"""The one table of phases: what each is called and what may happen in it. Everything else asks this table."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Activity(StrEnum):
    """What people may do in a cycle, as verbs."""

    PLAN = "plan"
    PROPOSE = "propose"
    SUPPORT = "support"
    DISCUSS = "discuss"
    REVIEW = "review"
    APPEAL = "appeal"
    CHOOSE_FOR_BALLOT = "choose-for-ballot"
    STUDY_BALLOT = "study-ballot"
    VOTE = "vote"
    COUNT = "count"
    PUBLISH_RESULT = "publish-result"
    APPROVE_BUDGET = "approve-budget"
    REPORT_DELIVERY = "report-delivery"
    EVALUATE = "evaluate"


@dataclass(frozen=True)
class Phase:
    """`title` names it, `tells` says in one sentence what happens, `allows` what may be done."""

    title: LazyString
    tells: LazyString
    allows: frozenset[Activity]


# A plan that is not published yet. It has no dates: publishing ends it.
DRAFT = "draft"

PHASES: dict[str, Phase] = {
    DRAFT: Phase(_l("Draft"), _l("The budget office is still writing the plan."), frozenset({Activity.PLAN})),
    "call": Phase(
        _l("Call for proposals"),
        _l("Residents say what the town needs and hand in their ideas."),
        frozenset({Activity.PROPOSE, Activity.SUPPORT, Activity.DISCUSS}),
    ),
    "review": Phase(
        _l("Department review"),
        _l("The departments check each idea: is it lawful, possible, and what does it cost?"),
        frozenset({Activity.SUPPORT, Activity.DISCUSS, Activity.REVIEW}),
    ),
    "appeal": Phase(
        _l("Appeals and committee"),
        _l("Whoever disagrees with a decision can object; the committee chooses what comes to the vote."),
        frozenset({Activity.DISCUSS, Activity.REVIEW, Activity.APPEAL, Activity.CHOOSE_FOR_BALLOT}),
    ),
    "bulletin": Phase(
        _l("Ballot published"),
        _l("Everyone can read which projects stand on the ballot, before anybody votes."),
        frozenset({Activity.DISCUSS, Activity.STUDY_BALLOT}),
    ),
    "voting": Phase(
        _l("Voting"),
        _l("Residents vote. A vote can be changed until voting closes."),
        frozenset({Activity.STUDY_BALLOT, Activity.VOTE}),
    ),
    "counting": Phase(
        _l("Counting"),
        _l("The ballots are opened and counted, and the sums are checked."),
        frozenset({Activity.COUNT}),
    ),
    "results": Phase(
        _l("Results"),
        _l("The town says what won and why, and anyone can count again."),
        frozenset({Activity.PUBLISH_RESULT}),
    ),
    "council": Phase(
        _l("Council"),
        _l("The council decides on the budget, and each change to a winner needs a reason."),
        frozenset({Activity.APPROVE_BUDGET}),
    ),
    "delivery": Phase(
        _l("Delivery"),
        _l("The departments carry the projects out and report on them."),
        frozenset({Activity.REPORT_DELIVERY}),
    ),
    "evaluation": Phase(
        _l("Evaluation"),
        _l("Residents and officials look back: what went well, what comes next?"),
        frozenset({Activity.REPORT_DELIVERY, Activity.EVALUATE}),
    ),
}

# Those with dates, in their order.
DATED: tuple[str, ...] = tuple(name for name in PHASES if name != DRAFT)
