"""Text for people: either language, columns of a terminal, shortened, wrapped; numbers as they are read."""

from unicodedata import east_asian_width

from tallying.badfile import Language
from tallying.outcome import Score
from tallying.variants import variant_of


def pick(language: Language, english: str, korean: str) -> str:
    return korean if language == "ko" else english


def rule_name(rule: str, language: Language) -> str:
    """What people call a way of counting: one that `variants` knows, or any other name as it is."""
    try:
        return variant_of(rule).title[language == "ko"]
    except KeyError:
        return rule


def number(score: Score) -> str:
    """A whole number with thousands separators, or a share with four decimals: "1,234", "2.3333"."""
    return f"{int(score):,}" if score == int(score) else f"{float(score):,.4f}"


def percent(part: int, whole: int) -> str:
    """A share in whole percent, never 0 or 100 unless it is exactly that."""
    if not whole:
        return "0%"
    rounded = (200 * part + whole) // (2 * whole)
    if part and not rounded:
        return "<1%"
    return ">99%" if part < whole and rounded == 100 else f"{rounded}%"


def width_of(text: str) -> int:
    """Columns of a terminal: wide characters, such as Korean syllables, count two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def shortened(text: str, width: int) -> str:
    """The text, or its beginning and an ellipsis, at most `width` columns wide; only what can be printed."""
    text = "".join(character for character in text if character.isprintable())
    if width_of(text) <= width:
        return text
    kept = ""
    for character in text:
        if width_of(kept + character) > width - 1:
            break
        kept += character
    return kept.rstrip() + "…"


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` columns, broken at spaces."""
    lines = [""]
    for word in text.split():
        if lines[-1] and width_of(f"{lines[-1]} {word}") > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [shortened(line, width) for line in lines]
