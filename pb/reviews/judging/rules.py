"""What points add up to, and when a call can be decided: without rows and pages."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from flask_babel import lazy_gettext as _l

from pb.calls.rules import Standing
from pb.errors import Refused

MOST = 10


class NotOverYet(Refused):
    why = _l("This call still takes answers. They are judged together when it is closed.")


class DecidedAlready(Refused):
    why = _l("The department has decided on this call. Points and choice stand on its page for good.")


class OwnAnswer(Refused):
    why = _l("You wrote one of the answers yourself. Somebody else of the department judges this call.")


class NotAllJudged(Refused):
    why = _l("Some answers have no points for a criterion yet. Each answer gets points for every one.")


def total(weights: Mapping[int, int], points: Mapping[int, int]) -> Fraction:
    """Of 100: each criterion brings as much of its weight as its points are of the most. All have points."""
    return sum((Fraction(weight * points[place], MOST) for place, weight in weights.items()), Fraction(0))


def may_judge(now: Standing, is_decided: bool, is_author: bool) -> None:
    """Raises NotOverYet, DecidedAlready, OwnAnswer."""
    if now is not Standing.OVER:
        raise NotOverYet
    if is_decided:
        raise DecidedAlready
    if is_author:
        raise OwnAnswer


def may_decide(
    places: Collection[int], answers: Collection[int], points: Mapping[int, Mapping[int, int]]
) -> None:
    """Raises NotAllJudged."""
    if any(points.get(number, {}).keys() != set(places) for number in answers):
        raise NotAllJudged
