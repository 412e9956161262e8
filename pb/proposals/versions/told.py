"""What a version says, part by part in words: for comparing two of them, and for the journal."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from pb.proposals.filing import Filing
from pb.proposals.text import Text
from pb.proposals.versions.difference import Piece, compare
from pb.town.models import Category, District
from pb.web.formats import korean, won

PARTS: Mapping[str, LazyString] = {
    "title": _l("Title"),
    "problem": _l("What is not good today"),
    "idea": _l("What the town should do"),
    "beneficiaries": _l("Who has something of it"),
    "place": _l("The place in words"),
    "cost": _l("Rough cost"),
    "district": _l("District"),
    "category": _l("Kind of idea"),
    "pin": _l("Pin on the map"),
}
# The journal is written once for everyone, in the town's language.
WHOLE_TOWN, NO_KIND = "지역 전체", "분야 없음"


def said(rows: Session, text: Text, filed: Filing) -> dict[str, str]:
    """Each part in the visitor's language, empty where nothing is said."""
    district = rows.get(District, filed.district) if filed.district is not None else None
    category = rows.get(Category, filed.category) if filed.category is not None else None
    return {
        **{name: getattr(text, name) for name in ("title", "problem", "idea", "beneficiaries", "place")},
        "cost": won(text.cost) if text.cost is not None else "",
        "district": named(district) or _("The whole town"),
        "category": named(category),
        "pin": position(filed),
    }


def compared(old: Mapping[str, str], new: Mapping[str, str]) -> list[tuple[str, list[Piece]]]:
    """(title, pieces) of each part that either says something about."""
    pairs = [(title, old[name], new[name]) for name, title in PARTS.items()]
    return [(str(title), compare(before, after)) for title, before, after in pairs if before or after]


def named(row: District | Category | None) -> str:
    return (row.name_ko if korean() else row.name_en) if row is not None else ""


def position(filed: Filing) -> str:
    """37.560123, 126.912345; empty without a pin."""
    if filed.latitude is None or filed.longitude is None:
        return ""
    return f"{filed.latitude:.6f}, {filed.longitude:.6f}"


def in_korean(rows: Session, filed: Filing) -> str:
    """`성산동 · 공원 · 37.560123, 126.912345`, for the journal."""
    district = rows.get(District, filed.district) if filed.district is not None else None
    category = rows.get(Category, filed.category) if filed.category is not None else None
    parts = (
        district.name_ko if district else WHOLE_TOWN,
        category.name_ko if category else NO_KIND,
        position(filed),
    )
    return " · ".join(part for part in parts if part)
