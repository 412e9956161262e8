"""A report of one outcome as a tagged PDF (PDF/UA-1), for a council, the press, and the archive.

The same election, outcome and language give the same bytes.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from matplotlib import get_data_path

from tallying import explain, pabulib
from tallying.badfile import Language
from tallying.charts import Chart, charts
from tallying.election import Election
from tallying.fairness import coverage
from tallying.money import Currency
from tallying.outcome import Outcome
from tallying.scores import in_points
from tallying.variants import VARIANTS
from tallying.wording import number, percent, pick, rule_name

PAGE_WIDTH, PAGE_HEIGHT = 170.0, 232.0  # mm
TEMPLATE = Path(__file__).with_name("report.typ")


def pdf(election: Election, outcome: Outcome, rule: str, language: Language) -> bytes:
    """The report as PDF. `rule` is the name of the way of counting, for its title and meaning."""
    drawn = {chart: chart.svg() for chart in charts(election, {rule: outcome}, language)}
    with TemporaryDirectory() as folder:
        room = Path(folder)
        (room / "report.typ").write_bytes(TEMPLATE.read_bytes())
        for chart, svg in drawn.items():
            (room / f"{chart.name}.svg").write_text(svg, encoding="utf-8")
        data = json.dumps(content(election, outcome, rule, drawn, language), ensure_ascii=False)
        (room / "report.json").write_text(data, encoding="utf-8")
        made = typst.compile(
            str(room / "report.typ"),
            format="pdf",
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
        )
    return bytes(made or b"")


def _fonts() -> list[str]:
    spec = find_spec("koreanize_matplotlib")
    korean = [str(Path(spec.origin).parent / "fonts")] if spec and spec.origin else []
    return [*korean, str(Path(get_data_path()) / "fonts" / "ttf")]


def _width(svg: str) -> float:
    """How wide a chart may be, in mm, to fit on one page under a heading."""
    width, height = (float(n) for n in re.findall(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"', svg)[0])
    return round(min(PAGE_WIDTH, PAGE_HEIGHT * width / height), 2)


def content(
    election: Election, outcome: Outcome, rule: str, drawn: Mapping[Chart, str], language: Language
) -> dict[str, Any]:
    """What the template prints, as plain data; `drawn` gives the SVG of each chart."""
    currency, names = Currency.of(election, language), {p.id: p.name for p in election.projects}
    points = in_points(election, outcome.options)
    got = pick(language, "Points", "점수") if points else pick(language, "Votes", "득표")
    return {
        "language": language,
        "title": election.meta.get("description") or pick(language, "An election", "주민참여예산 투표"),
        "subtitle": pick(language, "Result of the count", "집계 결과"),
        "how": {
            "heading": pick(language, "How it was counted", "집계 방식"),
            "text": f"{rule_name(rule, language)}. {_meaning(rule, language)}",
            "switches": _switches(outcome, language),
        },
        "identities": {
            "heading": pick(language, "What must add up", "맞아떨어져야 하는 수"),
            "lines": identities(election, outcome, language),
        },
        "winners": {
            "heading": pick(language, "Funded projects", "선정 사업"),
            "columns": [*pick(language, f"#/Project/{got}/Granted", f"순서/사업/{got}/배정액").split("/")],
            "rows": [
                [str(place), _named(project, names), number(verdict.votes), currency.exact(verdict.paid)]
                for place, project in enumerate(outcome.funded, 1)
                for verdict in [outcome.verdict(project)]
            ],
        },
        "charts": [
            {"file": f"{chart.name}.svg", "alt": f"{chart.title}. {chart.desc}", "width": _width(svg)}
            for chart, svg in drawn.items()
        ],
        "pictures": pick(language, "Charts", "그림"),
        "why": {
            "heading": pick(language, "Why, for each project", "사업마다 이유"),
            "columns": [*pick(language, "Project/Cost/Reason", "사업/비용/이유").split("/")],
            "rows": [
                [
                    _named(v.id, names),
                    currency.exact(v.cost),
                    explain.sentence(v, language, currency.exact, points=points),
                ]
                for v in outcome.projects
            ],
        },
        "ties": {
            "heading": pick(language, "Ties", "동점"),
            "lines": [explain.tie_sentence(tie, language) for tie in outcome.ties]
            or [pick(language, "No ties.", "동점이 없었습니다.")],
        },
    }


def _named(project: str, names: Mapping[str, str]) -> str:
    return f"{names[project]} ({project})" if names[project] else project


def _meaning(rule: str, language: Language) -> str:
    return VARIANTS[rule].meaning[language == "ko"] if rule in VARIANTS else ""


def _switches(outcome: Outcome, language: Language) -> list[str]:
    options = outcome.options
    ties = ", ".join(explain.tie_break_name(name, language) for name in options.ties)
    lines = [pick(language, f"Ties are broken by: {ties}", f"동점 처리 순서: {ties}")]
    if options.weights is not None:
        weights = ", ".join(f"{group} {number(weight)}" for group, weight in options.weights.groups.items())
        lines.append(pick(language, f"Weights of voter groups: {weights}", f"집단별 가중치: {weights}"))
    return lines


def identities(election: Election, outcome: Outcome, language: Language) -> list[str]:
    """The sums that anyone can check by hand, with their numbers, and the fingerprint of the ballots."""
    profile, currency = election.profile, Currency.of(election, language)
    marks, votes = len(profile.projects), int(profile.votes().sum())
    spent, left, budget = (currency.exact(n) for n in (outcome.cost, outcome.left, outcome.budget))
    served = coverage(election, outcome.funded)
    share = percent(served.numerator, served.denominator)
    fingerprint = sha256(pabulib.write(election, standard=False)).hexdigest()
    return [
        pick(
            language,
            f"{profile.n_voters:,} ballots name {marks:,} projects; all projects' votes add up to {votes:,}.",
            f"투표지 {profile.n_voters:,}장이 고른 사업 {marks:,}개 = 득표의 합 {votes:,}",
        ),
        pick(
            language,
            f"{spent} granted + {left} left = budget {budget}.",
            f"배정 {spent} + 남음 {left} = 예산 {budget}",
        ),
        pick(
            language,
            f"{share} of voters have at least one funded project on their ballot.",
            f"투표자의 {share}는 고른 사업이 하나 이상 선정되었습니다.",
        ),
        pick(language, f"SHA-256 of the ballots: {fingerprint}", f"투표 자료의 SHA-256 지문: {fingerprint}"),
    ]
