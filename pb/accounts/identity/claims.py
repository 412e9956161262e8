"""What an identity service says of somebody, made regular."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from pb.accounts.roll.basis import SPELLINGS, Basis
from pb.accounts.roll.reading import LONGEST, birth_date, one_blank, spelt
from pb.errors import Refused
from pb.web.texts import RESIDENT_NUMBER, neat


class NotTold(Refused):
    why = _l(
        "The identity service did not tell your name, your birth date and where you live. "
        "Use the code from the town's letter, or come to the town office."
    )


@dataclass(frozen=True)
class Told:
    """`address` or `district` is there, or both; `basis` only where the service vouches for one itself."""

    name: str
    birth: date
    address: str
    district: str
    basis: Basis | None


def told(claims: Mapping[str, object], names: Mapping[str, str]) -> Told:
    """`names` says which claim means what. Raises NotTold."""
    found = {meaning: text(claims.get(name)) for meaning, name in names.items()}
    born = birth_date(found["birth"])
    too_long = any(len(found[meaning]) > LONGEST[meaning] for meaning in found)
    if born is None or not found["name"] or not (found["address"] or found["district"]) or too_long:
        raise NotTold
    if any(RESIDENT_NUMBER.search(one) for one in found.values()):
        raise NotTold
    basis = SPELLINGS.get(spelt(found["basis"])) if found["basis"] else None
    return Told(found["name"], born, found["address"], found["district"], basis)


def text(claim: object) -> str:
    """A claim in words; an address may come in parts, of which the whole line counts."""
    if isinstance(claim, Mapping):
        claim = claim.get("formatted") or claim.get("street_address")
    return one_blank(neat(claim)) if isinstance(claim, str) else ""
