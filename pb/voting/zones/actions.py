"""Putting districts together, and taking them apart, until the rules of the real vote are frozen."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from pb.cycles.models import Cycle
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.town.models import District
from pb.voting.box.models import BoxHead, SlotStanding
from pb.voting.errors import AlreadyFrozen, DistrictTaken, TooFewDistricts, ZoneNamed
from pb.voting.models import Election, Kind, Slot, State
from pb.voting.zones import queries
from pb.voting.zones.models import VotingZone, ZoneDistrict


def join(pen: Pen, cycle: Cycle, name_ko: str, name_en: str, districts: Sequence[District]) -> None:
    """From now on these districts have one list and one ballot. Drawn places are void and drawn again.

    Raises AlreadyFrozen, TooFewDistricts, ZoneNamed, DistrictTaken.
    """
    refuse_once_frozen(pen, cycle)
    if len(districts) < 2:
        raise TooFewDistricts
    if any(one.name_ko == name_ko for one in queries.of_cycle(pen.rows, cycle.id)):
        raise ZoneNamed
    if any(pen.rows.get(ZoneDistrict, (cycle.id, each.id)) for each in districts):
        raise DistrictTaken
    zone = VotingZone(cycle_id=cycle.id, name_ko=name_ko, name_en=name_en)
    pen.rows.add(zone)
    pen.rows.flush()
    pen.rows.add_all(
        ZoneDistrict(cycle_id=cycle.id, district_id=each.id, zone_id=zone.id) for each in districts
    )
    void_places(pen, cycle)
    named = ", ".join(each.name_ko for each in districts)
    pen.note(Noted.DISTRICTS_JOINED, name=cycle.title_ko, zone=name_ko, districts=named)


def part(pen: Pen, cycle: Cycle, zone: VotingZone) -> None:
    """Each of its districts has a ballot of its own again. Raises AlreadyFrozen."""
    refuse_once_frozen(pen, cycle)
    name = zone.name_ko
    pen.rows.execute(delete(ZoneDistrict).where(ZoneDistrict.zone_id == zone.id))
    pen.rows.delete(zone)
    void_places(pen, cycle)
    pen.note(Noted.DISTRICTS_PARTED, name=cycle.title_ko, zone=name)


def refuse_once_frozen(pen: Pen, cycle: Cycle) -> None:
    """Whatever a rehearsal has frozen: the real vote is what must not change any more."""
    real = select(Election.id).where(
        Election.cycle_id == cycle.id,
        Election.kind == Kind.REAL.value,
        Election.state != State.PREPARING.value,
    )
    if pen.rows.scalars(real).first() is not None:
        raise AlreadyFrozen


def void_places(pen: Pen, cycle: Cycle) -> None:
    """A place says which ballot its voter gets; for an election in preparation that is no longer so."""
    unfrozen = select(Election.id).where(
        Election.cycle_id == cycle.id, Election.state == State.PREPARING.value
    )
    for table in (SlotStanding, BoxHead, Slot):
        pen.rows.execute(delete(table).where(table.election_id.in_(unfrozen)))
    pen.rows.flush()
