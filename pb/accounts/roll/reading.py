"""Reading the town's file of residents: CSV in UTF-8 or CP949, each refused line with its reason."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.accounts.roll.basis import SPELLINGS, Basis
from pb.accounts.rules import is_address
from pb.web.texts import RESIDENT_NUMBER, masked, neat

COLUMNS = {
    "name": ("성명", "이름", "name"),
    "birth": ("생년월일", "birth"),
    "district": ("행정동", "동", "읍면동", "district"),
    "address": ("주소", "도로명주소", "address"),
}
# Columns that need not be there. The last two are for sending a code, and are kept nowhere.
OPTIONAL = {
    "basis": ("자격", "참여자격", "구분", "basis"),
    "email": ("이메일", "전자우편", "메일", "email"),
    "phone": ("휴대전화", "휴대폰", "전화번호", "phone"),
}
FORBIDDEN = ("주민등록번호", "주민번호", "residentregistrationnumber")
LONGEST = {"name": 80, "birth": 20, "district": 40, "address": 300, "basis": 20, "email": 254, "phone": 30}
PHONE = re.compile(r"\+?[0-9]{8,15}")
MOST_LINES = 1_000_000
EARLIEST = date(1890, 1, 1)


class Unreadable(Exception):
    """The file as a whole cannot be taken in; the message says why and what to do."""


@dataclass(frozen=True)
class Resident:
    """One line of the file, made regular. `line` counts from 1, which is the head."""

    line: int
    name: str
    birth: date
    district: str
    address: str
    basis: Basis = Basis.ADDRESS
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Fault:
    """A line that was not taken, why, and what stood there, without any resident registration number."""

    line: int
    why: LazyString
    shown: str


@dataclass(frozen=True)
class Roll:
    residents: tuple[Resident, ...]
    faults: tuple[Fault, ...]


def read(blob: bytes) -> Roll:
    """Raises Unreadable."""
    rows = csv.reader(io.StringIO(decoded(blob), newline=""), strict=True)
    residents: list[Resident] = []
    faults: list[Fault] = []
    seen: set[tuple[str, date, str]] = set()
    try:
        places = heading(next(rows, []))
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            taken = line_of(rows.line_num, row, places, seen)
            faults.append(taken) if isinstance(taken, Fault) else residents.append(taken)
            if rows.line_num > MOST_LINES:
                raise Unreadable(_l("The file has more than a million lines."))
    except csv.Error:
        raise Unreadable(
            _l("This is no CSV file: line %(line)s cannot be read.", line=rows.line_num)
        ) from None
    return Roll(tuple(residents), tuple(faults))


def decoded(blob: bytes) -> str:
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return blob.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_l("The file is neither in UTF-8 nor in CP949. Save it as CSV (UTF-8) and try again."))


def heading(row: list[str]) -> Mapping[str, int]:
    """Which column is where. Other columns are not read; one for registration numbers refuses the file."""
    titles = [neat(cell).replace(" ", "").casefold() for cell in row]
    if any(title in FORBIDDEN for title in titles):
        raise Unreadable(
            _l("The file has a column of resident registration numbers. Take it out and try again.")
        )
    places = {}
    for name, spellings in COLUMNS.items():
        found = [place for place, title in enumerate(titles) if title in spellings]
        if len(found) != 1:
            raise Unreadable(
                _l("The first line must name each of these columns once: 성명, 생년월일, 행정동, 주소.")
            )
        places[name] = found[0]
    for name, spellings in OPTIONAL.items():
        found = [place for place, title in enumerate(titles) if title in spellings]
        if found:
            places[name] = found[0]
    return places


def line_of(
    number: int, row: list[str], places: Mapping[str, int], seen: set[tuple[str, date, str]]
) -> Resident | Fault:
    neat_row = [neat(cell) for cell in row]
    why = fault_of(neat_row, places)
    if why is None:
        resident = resident_of(number, {name: neat_row[place] for name, place in places.items()})
        key = (resident.name, resident.birth, resident.address)
        if key not in seen:
            seen.add(key)
            return resident
        why = _l("The same resident stands in an earlier line.")
    return Fault(number, why, masked(", ".join(neat_row))[:120])


def fault_of(row: list[str], places: Mapping[str, int]) -> LazyString | None:
    """The first thing wrong with the line."""
    if any(RESIDENT_NUMBER.search(cell) for cell in row):
        return _l("A resident registration number stands in this line. It was not kept.")
    if len(row) <= max(places.values()):
        return _l("Too few cells.")
    cells = {name: row[place] for name, place in places.items()}
    if not all(cells[name] for name in COLUMNS):
        return _l("Name, birth date, district and address are all needed.")
    if any(len(cell) > LONGEST[name] for name, cell in cells.items()):
        return _l("A cell is too long.")
    if spelt(cells.get("basis", "")) not in SPELLINGS:
        return _l("The basis is none of 주소, 직장, 학교, 사업장, 외국인.")
    if cells.get("email") and not is_address(cells["email"]):
        return _l("This is no e-mail address.")
    if cells.get("phone") and not PHONE.fullmatch(bare_phone(cells["phone"])):
        return _l("This is no phone number.")
    born = birth_date(cells["birth"])
    if born is None or born < EARLIEST:
        return _l("The birth date is not a date such as 1990-01-31.")
    return None


def resident_of(number: int, cells: Mapping[str, str]) -> Resident:
    born = birth_date(cells["birth"])
    assert born is not None  # noqa: S101 - a fault otherwise
    return Resident(
        number,
        one_blank(cells["name"]),
        born,
        cells["district"],
        one_blank(cells["address"]),
        SPELLINGS[spelt(cells.get("basis", ""))],
        cells.get("email", ""),
        bare_phone(cells.get("phone", "")),
    )


def spelt(cell: str) -> str:
    return cell.replace(" ", "").casefold()


def bare_phone(cell: str) -> str:
    return "".join(sign for sign in cell if sign not in " -.()")


def birth_date(typed: str) -> date | None:
    """1990-01-31, 1990.1.31, 1990/01/31, 1990년 1월 31일 or 19900131; else None."""
    parts = "".join(sign if sign.isdigit() else " " for sign in neat(typed)).split()
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    if len(parts) != 3 or len(parts[0]) != 4 or not all(part.isascii() for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def one_blank(text: str) -> str:
    return " ".join(text.split())
