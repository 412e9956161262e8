"""What ballot styles and voter groups are called on pages; the frozen rules have short names alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb.cycles import queries as cycles
from pb.cycles.models import Cycle
from pb.town import queries as town
from pb.voting.freezing import layout_of
from pb.voting.hall import Hall
from pb.voting.zones import queries as zones
from pb.web.formats import korean


@dataclass(frozen=True)
class Naming:
    """From the short name in the manifest to the name in the visitor's language."""

    styles: dict[str, str]
    groups: dict[str, str]

    def style(self, short: str) -> str:
        return self.styles.get(short, short)

    def group(self, short: str) -> str:
        """Empty where everyone is in one group: then it tells nothing."""
        return self.groups.get(short, short) if len(self.groups) > 1 else ""

    def kind(self, style: str, group: str) -> str:
        """Which paper it is."""
        return " · ".join(filter(None, (self.style(style), self.group(group))))


def naming(rows: Session, hall: Hall) -> Naming:
    cycle, groups = rows.get_one(Cycle, hall.cycle), cycles.voting_groups(rows, hall.cycle)
    named = [one.name_ko if korean() else one.name_en for one in groups]
    layout = layout_of(rows, cycle)
    shorts = [style["name"] for style in layout.styles]
    return Naming(
        # A rehearsal may be older than the zones: a ballot that is called otherwise now keeps its short name.
        dict(zip(shorts, style_names(rows, cycle), strict=True)),
        dict(zip([one.name for one in hall.manifest.groups], named, strict=True)),
    )


def style_names(rows: Session, cycle: Cycle) -> Sequence[str]:
    """The district or zone of each style; the one without is everybody's, or that of the other districts."""
    layout = layout_of(rows, cycle)
    called = {one.name_ko: one.name_ko if korean() else one.name_en for one in town.districts(rows)}
    for zone in zones.of_cycle(rows, cycle.id):
        name = zone.name_ko if korean() else zone.name_en
        called |= {district.name_ko: name for district in zones.members(rows, zone.id)}
    found = {place: called.get(district, district) for district, place in layout.style_of.items()}
    others = str(_("Other districts") if found else _("Whole town"))
    return [found.get(place, others) for place, _style in enumerate(layout.styles)]
