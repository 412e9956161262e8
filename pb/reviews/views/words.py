"""The words of the review for its templates."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.proposals.versions.difference import Piece, compare
from pb.reviews.assigning.models import Outcome
from pb.reviews.deciding.models import Criterion, Finding, Ground, Light, Review, Verdict
from pb.reviews.deciding.rules import CRITERIA, GROUNDS, LIGHTS, VERDICTS
from pb.reviews.views.page import blueprint

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.DECIDED: _l("Decided"),
    Outcome.ANSWERED: _l("Answered"),
    Outcome.REASSIGNED: _l("Taken back"),
}


@blueprint.app_template_filter("outcome_word")
def outcome_word(outcome: str) -> str:
    return str(OUTCOMES[Outcome(outcome)])


@blueprint.app_template_filter("verdict_word")
def verdict_word(verdict: str) -> str:
    return str(VERDICTS[Verdict(verdict)])


@blueprint.app_template_filter("ground_word")
def ground_word(ground: str) -> str:
    return str(GROUNDS[Ground(ground)][0])


@blueprint.app_template_filter("light_word")
def light_word(light: str) -> str:
    return str(LIGHTS[Light(light)])


@blueprint.app_template_filter("criterion_word")
def criterion_word(criterion: str) -> str:
    return str(CRITERIA[Criterion(criterion)][0])


@blueprint.app_template_filter("findings_in_order")
def findings_in_order(review: Review) -> list[Finding]:
    order = [one.value for one in Criterion]
    return sorted(review.findings, key=lambda one: order.index(one.criterion))


@blueprint.app_template_filter("changes_to")
def changes_to(before: str, now: str) -> list[Piece]:
    """Both texts in one, each piece the same, put in or taken out."""
    return compare(before, now)
