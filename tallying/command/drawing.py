"""Charts and the report as files."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from tallying import report
from tallying.badfile import Language
from tallying.charts import charts
from tallying.command.opening import folder, save
from tallying.command.progress import progress
from tallying.command.words import word
from tallying.election import Election
from tallying.figures import as_csv
from tallying.outcome import Outcome


def draw(
    election: Election, outcomes: Mapping[str, Outcome], arguments: Namespace, language: Language
) -> None:
    """What `--charts` and `--report` ask for. Raises Refused when a file cannot be written."""
    drawn = charts(election, outcomes, language)
    if arguments.charts:
        into = folder(arguments.charts)
        for chart in progress(drawn, word("drawing", language)):
            save(into / f"{chart.name}.svg", chart.svg().encode())
            save(into / f"{chart.name}.png", chart.png())
            save(into / f"{chart.name}.pdf", chart.pdf())
            save(into / f"{chart.name}.csv", as_csv(chart.table))
        print(word("wrote", language, file=into), file=sys.stderr)
    if getattr(arguments, "report", None):
        rule, outcome = next(iter(outcomes.items()))
        save(Path(arguments.report), report.pdf(election, outcome, rule, language))
        print(word("wrote", language, file=arguments.report), file=sys.stderr)
