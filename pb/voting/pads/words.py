"""The papers of a polling place as a sum, and whether it holds."""

from flask_babel import gettext as _

from pb.voting.pads.queries import Balance
from pb.web.formats import number


def identity(one: Balance) -> list[str]:
    """The figures as a sum that anybody can check."""
    told = [_("People with paper: %(count)s", count=number(one.sheet.handed_out))]
    if one.torn_off is not None and one.unused is not None and one.missing is not None and one.pads:
        told.append(
            _(
                "Printed %(printed)s = typed in %(typed)s + spoiled %(spoiled)s + unused %(unused)s "
                "+ not accounted for %(missing)s",
                printed=number(one.printed),
                typed=number(one.sheet.typed),
                spoiled=number(one.sheet.spoiled),
                unused=number(one.unused),
                missing=number(one.missing),
            )
        )
    return told


def verdict(one: Balance) -> str:
    """Whether the sum holds, and what to do if it does not."""
    if not one.pads:
        return str(_("No pad of these papers was printed here."))
    if one.missing is None or one.replaced is None:
        return str(_("Not every pad is counted yet."))
    if one.replaced < 0:
        return str(_("Fewer stubs are torn off than people got a paper. Count the pads again."))
    if one.missing > 0:
        return str(_("%(count)s papers are neither typed in nor spoiled.", count=number(one.missing)))
    if one.missing < 0:
        return str(_("%(count)s papers too many were typed in. Count again.", count=number(-one.missing)))
    return str(_("Every paper is accounted for."))
