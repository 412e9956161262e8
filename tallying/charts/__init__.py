"""Charts of an election and its outcome, for a page, a report and the press."""

from collections.abc import Mapping

from tallying import figures
from tallying.badfile import Language
from tallying.charts.budget import budget
from tallying.charts.chart import Chart
from tallying.charts.comparison import comparison
from tallying.charts.support import support
from tallying.charts.voters import by_day, by_group, satisfaction
from tallying.election import Election
from tallying.outcome import Outcome

__all__ = ["Chart", "budget", "by_day", "by_group", "charts", "comparison", "satisfaction", "support"]


def charts(election: Election, outcomes: Mapping[str, Outcome], language: Language) -> list[Chart]:
    """Every chart that the data allow. `outcomes` by name of rule: the first is the result, the others stand
    beside it."""
    outcome = next(iter(outcomes.values()))
    drawn = [support(election, outcome, language), budget(election, outcome, language)]
    if len(outcomes) > 1:
        drawn.append(comparison(election, outcomes, language))
    drawn.append(satisfaction(election, outcomes, language))
    days = by_day(election, language)
    drawn += [days] if days else []
    drawn += [by_group(election, column, language) for column in figures.group_columns(election)]
    return drawn
