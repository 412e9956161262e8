"""What each command does. Each returns its exit code."""

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from tallying import csvpair, pabulib
from tallying.asjson import as_json, as_text
from tallying.badfile import BadFile, Language
from tallying.command import opening, printing
from tallying.command.progress import progress
from tallying.command.words import word
from tallying.counting import count as count_by
from tallying.election import Election
from tallying.outcome import Outcome
from tallying.pabulib import ALL, MEANING, STRICT, USUAL, Reading
from tallying.variants import VARIANTS, every_variant

STATED: dict[str, str] = {  # Pabulib's rule names and ours
    "greedy": "greedy",
    "greedy-threshold": "greedy-threshold",
    "greedy-no-skip": "greedy-no-skip",
    "equalshares": "equal-shares",
    "equalshares/add1": "equal-shares/add1",
    "equalshares/add1-comparison": "equal-shares/comparison",
}


def count(arguments: Namespace, language: Language) -> int:
    opening.variant_of(arguments.rule)
    election = opening.open_election(arguments.file, arguments.lenient, language)
    election, options = opening.options_of(arguments, election)
    variant = opening.variant_of(arguments.rule, election.profile.n_voters)
    options = opening.with_variant(options, variant, arguments.completion)
    outcome = count_by(
        election, variant.rule, options, lambda them: progress(them, word("margins", language))
    )
    if arguments.format == "json":
        print(as_text(as_json(election, outcome, language)))
    else:
        print("\n".join(printing.result(election, outcome, arguments.rule, language, arguments.explain)))
    _draw(election, {arguments.rule: outcome}, arguments, language)
    return 0


def compare(arguments: Namespace, language: Language) -> int:
    names = [name.strip() for name in (arguments.rules or ",".join(VARIANTS)).split(",")]
    for name in names:
        opening.variant_of(name)
    election = opening.open_election(arguments.file, arguments.lenient, language)
    election, options = opening.options_of(arguments, election)
    variants = {name: opening.variant_of(name, election.profile.n_voters) for name in names}
    outcomes: dict[str, Outcome] = {}
    for name, variant in progress(variants.items(), word("counting", language)):
        outcomes[name] = count_by(
            election, variant.rule, opening.with_variant(options, variant, arguments.completion)
        )
    if arguments.format == "json":
        print(as_text({name: as_json(election, outcome, language) for name, outcome in outcomes.items()}))
    else:
        print("\n".join(printing.side_by_side(election, outcomes, language)))
    _draw(election, outcomes, arguments, language)
    return 0


def _draw(election: Election, outcomes: dict[str, Outcome], arguments: Namespace, language: Language) -> None:
    if arguments.charts or getattr(arguments, "report", None):
        # Who draws nothing does not wait two seconds for matplotlib and pandas.
        from tallying.command import drawing

        drawing.draw(election, outcomes, arguments, language)


def rules(arguments: Namespace, language: Language) -> int:
    korean = language == "ko"
    if arguments.format == "json":
        print(
            as_text(
                {
                    name: {"title": v.title[korean], "meaning": v.meaning[korean]}
                    for name, v in every_variant().items()
                }
            )
        )
        return 0
    rows = [[name, variant.title[korean]] for name, variant in every_variant().items()]
    for line, variant in zip(printing.table(rows), every_variant().values(), strict=True):
        print(f"{line}\n      {variant.meaning[korean]}")
    print("\n" + word("leniencies", language))
    marks = [
        ["*" if name in USUAL else " ", name.value, meaning[korean]] for name, meaning in MEANING.items()
    ]
    print("\n".join(printing.table(marks)))
    return 0


def check(arguments: Namespace, language: Language) -> int:
    data = pabulib.bytes_of(arguments.file)
    try:
        reading, strict = pabulib.parse(data, arguments.file, STRICT), True
    except BadFile:
        reading, strict = pabulib.parse(data, arguments.file, ALL), False
    stated = _stated_result(reading.election)
    if arguments.format == "json":
        print(as_text(_checked(arguments.file, reading, stated, language)))
    else:
        print("\n".join(_check_lines(arguments.file, reading, stated, language)))
    return 0 if strict and (stated is None or stated[1] == stated[2]) else 1


Stated = tuple[str, frozenset[str], frozenset[str]]


def _stated_result(election: Election) -> Stated | None:
    """Our name of the file's rule, the projects it states as selected, and those that the rule gives."""
    rule = STATED.get(election.meta.get("rule", ""))
    flags = {project.id: project.extra.get("selected", "") for project in election.projects}
    if rule is None or not any(flags.values()):
        return None
    variant = VARIANTS[rule]
    outcome = count_by(election, variant.rule, variant.options)
    return rule, frozenset(p for p, flag in flags.items() if flag == "1"), frozenset(outcome.funded)


def _check_lines(file: str, reading: Reading, stated: Stated | None, language: Language) -> list[str]:
    lines = [word("deviates" if reading.notices else "strict", language, file=file)]
    lines += [f"  {notice.sentence(language)}" for notice in reading.notices]
    profile = reading.election.profile
    votes = int(profile.votes().sum())
    counted = {
        "ballots": f"{profile.n_voters:,}",
        "marks": f"{len(profile.projects):,}",
        "votes": f"{votes:,}",
    }
    lines.append(word("sum", language, **counted))
    if stated is None:
        return [*lines, word("selected-unknown", language)]
    rule, says, gives = stated
    if says == gives:
        return [*lines, word("selected-same", language, rule=rule)]
    only = {
        "stated": ", ".join(sorted(says - gives)) or "-",
        "counted": ", ".join(sorted(gives - says)) or "-",
    }
    return [*lines, word("selected-differs", language, rule=rule, **only)]


def _checked(file: str, reading: Reading, stated: Stated | None, language: Language) -> dict[str, object]:
    found = [
        {
            "leniency": notice.leniency.value,
            "times": notice.times,
            "line": notice.first.line,
            "reason": notice.first.reason_in(language),
        }
        for notice in reading.notices
    ]
    content: dict[str, object] = {"file": file, "strict": not found, "deviations": found}
    content["voters"] = reading.election.profile.n_voters
    content["marks"] = len(reading.election.profile.projects)
    if stated:
        content["rule"] = stated[0]
        content["only_stated"] = sorted(stated[1] - stated[2])
        content["only_counted"] = sorted(stated[2] - stated[1])
    return content


def convert(arguments: Namespace, language: Language) -> int:
    sources: list[str] = arguments.sources
    if len(sources) == 1:
        election = opening.open_election(sources[0], arguments.lenient, language)
    else:
        election = opening.open_pair(sources[:3], arguments.meta, arguments.lenient, language)
    target = Path(arguments.target)
    if target.suffix == ".pb":
        _write_pb(election, target, arguments.complete, language)
        return 0
    for name, data in csvpair.write_pair(election, arguments.encoding).items():
        opening.save(opening.folder(str(target)) / name, data)
    print(word("wrote", language, file=target), file=sys.stderr)
    return 0


def _write_pb(election: Election, target: Path, complete: bool, language: Language) -> None:
    dropped = [] if complete else pabulib.dropped_from_standard(election)
    if dropped:
        print(word("dropped", language, names=", ".join(dropped)), file=sys.stderr)
    opening.save(target, pabulib.write(election, standard=not complete))
    print(word("wrote", language, file=target), file=sys.stderr)


ACTIONS: dict[str, Callable[[Namespace, Language], int]] = {
    "count": count,
    "compare": compare,
    "rules": rules,
    "check": check,
    "convert": convert,
}
