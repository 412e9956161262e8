"""An outcome as one JSON object: the same for the same election, whatever the order of its ballots.

Money is in whole units of 10**-decimals of the currency. Numbers that are no whole numbers are text: "7/3".
"""

import json
from fractions import Fraction
from typing import Any

from tallying import explain
from tallying.badfile import Language
from tallying.election import Election
from tallying.money import Currency
from tallying.outcome import Margin, Outcome, Reason, Round, Tie, Verdict
from tallying.scores import in_points
from tallying.weights import Weights


def as_json(election: Election, outcome: Outcome, language: Language = "en") -> dict[str, Any]:
    """rule, options, budget, cost, left, funded (ids in the order funded), ties, rounds, projects.

    Projects stand in file order with id, name, cost, votes, funded, paid, `why` as a sentence, and `reason`
    as code and numbers.
    """
    money = Currency.of(election, language).exact
    points = in_points(election, outcome.options)
    names = {project.id: project.name for project in election.projects}
    return {
        "rule": outcome.rule,
        "options": _options(outcome),
        "currency": election.meta.get("currency", ""),
        "decimals": election.decimals,
        "voters": election.profile.n_voters,
        "budget": outcome.budget,
        "cost": outcome.cost,
        "left": outcome.left,
        "funded": list(outcome.funded),
        "ties": [_tie(tie) for tie in outcome.ties],
        "rounds": [_round(one) for one in outcome.rounds],
        "projects": [
            _verdict(verdict, names[verdict.id], explain.sentence(verdict, language, money, points=points))
            for verdict in outcome.projects
        ],
    }


def as_text(content: dict[str, Any]) -> str:
    """The object as text, two spaces deep, Korean as it is."""
    return json.dumps(content, ensure_ascii=False, indent=2)


def _exact(number: object) -> object:
    if isinstance(number, Fraction):
        return number.numerator if number.denominator == 1 else f"{number.numerator}/{number.denominator}"
    return number


def _present(pairs: dict[str, object]) -> dict[str, object]:
    """Without what is not there; fractions exact."""
    return {key: _exact(value) for key, value in pairs.items() if value is not None and value != ""}


def _options(outcome: Outcome) -> dict[str, object]:
    options = outcome.options
    return _present(
        {
            "utility": options.utility,
            "completion": options.completion,
            "ties": list(options.ties),
            "quorum": options.quorum,
            "threshold": options.threshold,
            "partial_last": options.partial_last,
            "ranked": options.ranked,
            "first_k": options.first_k,
            "weights": _weights(options.weights),
        }
    )


def _weights(weights: Weights | None) -> dict[str, object] | None:
    if weights is None:
        return None
    return {
        "groups": {name: _exact(weight) for name, weight in weights.groups.items()},
        "sheets": [
            {"name": s.name, "weight": _exact(s.weight), "top": _exact(s.top)} for s in weights.sheets
        ],
    }


def _tie(tie: Tie) -> dict[str, object]:
    return {
        "round": tie.round,
        "projects": list(tie.projects),
        "resolved_by": tie.resolved_by,
        "chosen": tie.chosen,
    }


def _round(one: Round) -> dict[str, object]:
    return _present(
        {
            "number": one.number,
            "project": one.project,
            "action": one.action,
            "paid": one.paid,
            "left": one.left,
            "votes": one.votes,
            "price": one.price,
            "payers": one.payers,
            "section": one.section,
        }
    )


def _verdict(verdict: Verdict, name: str, why: str) -> dict[str, object]:
    return {
        "id": verdict.id,
        "name": name,
        "cost": verdict.cost,
        "votes": _exact(verdict.votes),
        "funded": verdict.funded,
        "paid": verdict.paid,
        "why": why,
        "reason": _reason(verdict.why),
    }


def _reason(why: Reason) -> dict[str, object]:
    return _present(
        {
            "code": why.code.value,
            "round": why.round,
            "left": why.left,
            "need": why.need,
            "price": why.price,
            "payers": why.payers,
            "other": why.other,
            "margin": _margin(why.margin) if why.margin else None,
        }
    )


def _margin(margin: Margin) -> dict[str, object]:
    return _present(
        {
            "more_votes": margin.more_votes,
            "less_cost": margin.less_cost,
            "by_group": dict(margin.by_group) or None,
            "least": margin.least,
        }
    )
