"""The one refusal of a file we were given: which file, which line, what is wrong, in Korean and English."""

from typing import Literal

Language = Literal["en", "ko"]

REASONS: dict[str, tuple[str, str]] = {
    # the file as bytes
    "no-file": ("there is no such file", "그런 파일이 없습니다"),
    "not-a-file": ("this is not an ordinary file", "일반 파일이 아닙니다"),
    "unreadable": ("the file cannot be opened: {why}", "파일을 열 수 없습니다: {why}"),
    "too-big": ("the file has more than {limit} bytes", "파일이 {limit}바이트를 넘습니다"),
    "empty": ("the file is empty", "파일이 비어 있습니다"),
    "nul-byte": ("the file holds a NUL byte, so it is no text", "NUL 바이트가 있어 텍스트가 아닙니다"),
    "not-utf8": ("the text is not UTF-8", "UTF-8 텍스트가 아닙니다"),
    "cp949": (
        "the text is in CP949 (Korean Windows), not UTF-8",
        "UTF-8이 아니라 CP949로 저장된 텍스트입니다",
    ),
    "utf16": (
        "the text is in UTF-16; save it as UTF-8",
        "UTF-16으로 저장된 텍스트입니다. UTF-8로 저장하십시오",
    ),
    "bom": ("the file begins with a byte order mark", "파일이 바이트 순서 표시(BOM)로 시작합니다"),
    # rows and cells
    "unclosed-quote": ("a quotation mark is opened and never closed", "열린 따옴표가 닫히지 않았습니다"),
    "stray-quote": ("text follows a closing quotation mark", "닫는 따옴표 뒤에 글자가 있습니다"),
    "bare-cr": ("a carriage return stands alone in a row", "행 안에 줄 바꿈 문자(CR)가 홀로 있습니다"),
    "cell-too-long": ("a cell is longer than 131,072 characters", "한 칸이 131,072자를 넘습니다"),
    "blank-line": ("a line is blank", "빈 줄이 있습니다"),
    "spaces": ("{cell} has a space before or after it", "{cell} 앞뒤에 빈칸이 있습니다"),
    "ragged": (
        "the row has {found} cells, its header {wanted}",
        "칸이 {found}개입니다. 머리글은 {wanted}개입니다",
    ),
    "truncated": ("the file ends inside its {section} section", "{section} 부분에서 파일이 끊겼습니다"),
    "no-section": (
        "expected the line {section}, found {cell}",
        "{section} 줄이 와야 하는데 {cell}이(가) 있습니다",
    ),
    "meta-header": (
        "META must begin with key;value, found {cell}",
        "META는 key;value로 시작해야 합니다({cell})",
    ),
    "repeated-key": ("the META key {cell} stands twice", "META에 {cell} 항목이 두 번 있습니다"),
    "empty-key": ("a META key is empty", "META 항목 이름이 비어 있습니다"),
    "too-many-rows": ("more than {limit} rows in {section}", "{section}에 행이 {limit}개를 넘습니다"),
    "too-many-columns": ("more than {limit} columns", "열이 {limit}개를 넘습니다"),
    "repeated-column": ("the column {cell} stands twice", "{cell} 열이 두 번 있습니다"),
    "no-column": ("there is no column {column}", "{column} 열이 없습니다"),
    # numbers and words
    "no-key": ("META has no {key}", "META에 {key} 항목이 없습니다"),
    "not-whole": ("{column} is {cell}, not a whole number", "{column} 값 {cell}은(는) 정수가 아닙니다"),
    "not-money": ("{column} is {cell}, not an amount of money", "{column} 값 {cell}은(는) 금액이 아닙니다"),
    "too-much": ("{column} is {cell}, more than we count with", "{column} 값 {cell}이(가) 너무 큽니다"),
    "decimal-money": ("{column} is {cell}, written with decimals", "{column} 값 {cell}에 소수점이 있습니다"),
    "comma-decimal": ("{column} is {cell}, with a comma", "{column} 값 {cell}에 쉼표가 있습니다"),
    "bad-kind": (
        "vote_type is {cell}; known are {known}",
        "vote_type {cell}을(를) 모릅니다. 가능한 값: {known}",
    ),
    "bad-limits": ("{low} is above {high}", "{low}이(가) {high}보다 큽니다"),
    "bad-sections": ("the section budgets do not fit: {cell}", "구분별 예산이 맞지 않습니다: {cell}"),
    "bad-reference": ("{key} names {cell}, which is no project", "{key}의 {cell}은(는) 없는 사업입니다"),
    # projects
    "empty-id": ("a {column} is empty", "{column} 칸이 비어 있습니다"),
    "repeated-id": ("the project {cell} stands twice", "사업 {cell}이(가) 두 번 있습니다"),
    "bad-id": ("the project id {cell} holds a comma", "사업 번호 {cell}에 쉼표가 있습니다"),
    "withdrawn": ("{cell} costs 999999999: withdrawn", "사업 {cell}의 비용 999999999는 철회를 뜻합니다"),
    "old-target": (
        "the column target is now called beneficiaries",
        "target 열의 이름은 beneficiaries로 바뀌었습니다",
    ),
    "stale-tally": (
        "project {cell} states {stated} {column}, the ballots say {counted}",
        "사업 {cell}의 {column}는 {stated}(으)로 적혀 있으나 투표지로는 {counted}입니다",
    ),
    "stale-count": (
        "{key} says {stated}, the file holds {counted}",
        "{key}는 {stated}, 파일에는 {counted}입니다",
    ),
    # ballots
    "repeated-voter": ("the voter {cell} stands twice", "투표자 {cell}이(가) 두 번 있습니다"),
    "unknown-project": (
        "the ballot names {cell}, which is no project",
        "투표지의 {cell}은(는) 없는 사업입니다",
    ),
    "repeated-project": ("the ballot names {cell} twice", "투표지가 {cell}을(를) 두 번 골랐습니다"),
    "empty-ballot": ("the ballot names no project", "투표지에 고른 사업이 없습니다"),
    "too-few": (
        "the ballot names {found} projects, at least {limit} are due",
        "{found}개를 골라 최소 {limit}개에 못 미칩니다",
    ),
    "too-many": (
        "the ballot names {found} projects, at most {limit} may be",
        "{found}개를 골라 최대 {limit}개를 넘습니다",
    ),
    "cost-below": (
        "the ballot costs {found}, at least {limit} is due",
        "고른 비용 {found}이(가) 최소 {limit}에 못 미칩니다",
    ),
    "cost-above": (
        "the ballot costs {found}, at most {limit} may be",
        "고른 비용 {found}이(가) 최대 {limit}을(를) 넘습니다",
    ),
    "points-below": (
        "a project got {found} points, at least {limit} are due",
        "한 사업의 점수 {found}이(가) 최소 {limit}에 못 미칩니다",
    ),
    "points-above": (
        "a project got {found} points, at most {limit} may be",
        "한 사업의 점수 {found}이(가) 최대 {limit}을(를) 넘습니다",
    ),
    "sum-below": (
        "the ballot gives {found} points, at least {limit} are due",
        "점수 합 {found}이(가) 최소 {limit}에 못 미칩니다",
    ),
    "sum-above": (
        "the ballot gives {found} points, at most {limit} may be",
        "점수 합 {found}이(가) 최대 {limit}을(를) 넘습니다",
    ),
    "points-uneven": ("{found} points for {wanted} projects", "사업은 {wanted}개인데 점수는 {found}개입니다"),
    "needless-points": ("this vote_type takes no points", "이 vote_type에는 점수가 없습니다"),
    # other files
    "bad-weights": ("{why}", "{why}"),
    "bad-conditions": (
        'conditions are {{"conflicts": [[ids], ...], "mandatory": [ids]}}',
        '조건은 {{"conflicts": [[번호], ...], "mandatory": [번호]}} 꼴이어야 합니다',
    ),
    "not-json": ("this is not JSON: {why}", "JSON이 아닙니다: {why}"),
    "bad-mark": ("the mark {cell} is not allowed here", "{cell} 표시는 쓸 수 없습니다"),
}


class BadFile(ValueError):
    """A file that cannot be taken as it is.

    file      its name as given
    line      the line, from 1, or None where no single line is to blame
    code      a key of REASONS; stays the same from version to version
    leniency  the name of the leniency that would accept this deviation, or ""
    """

    def __init__(self, file: str, line: int | None, code: str, leniency: str = "", **cells: object) -> None:
        self.file, self.line, self.code, self.leniency = file, line, code, leniency
        self._cells = {name: _shown(cell) for name, cell in cells.items()}
        super().__init__(self.sentence("en"))

    @property
    def reason(self) -> str:
        """What is wrong, in English."""
        return self.reason_in("en")

    def reason_in(self, language: Language) -> str:
        """What is wrong, in "en" or "ko"."""
        return REASONS[self.code][language == "ko"].format(**self._cells)

    def at(self, file: str, line: int | None) -> "BadFile":
        """The same refusal at another place, where the content came from."""
        return BadFile(file, line, self.code, self.leniency, **self._cells)

    def sentence(self, language: Language) -> str:
        """File, line and reason on one line."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.reason_in(language)}"


def _shown(cell: object) -> str:
    """A cell fit for a terminal or a page: printable, in quotes when text, at most 60 characters."""
    if isinstance(cell, int):
        return f"{cell:,}"
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(cell)[:60])
    return text + ("…" if len(str(cell)) > 60 else "")
