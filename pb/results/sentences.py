"""The checks of the gate and of the bundle, in plain words."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from pb.results.gate import Check, Code
from pb.web.formats import number

TELLS: dict[Code, LazyString] = {
    Code.CAST: _l("Ballots replaced + cancelled + counted online = ballots cast"),
    Code.COUNTED: _l("Ballots counted = online + on paper"),
    Code.OPENED: _l("Ballots opened = ballots counted"),
    Code.ADMITTED: _l("Voters who cast ≤ voters admitted"),
    Code.ON_ROLL: _l("Voters admitted ≤ places on the roll"),
    Code.PAPER: _l("Ballots counted ≤ places on the roll"),
    Code.LIMITS_LEAST: _l("Ballots × fewest choices ≤ votes"),
    Code.LIMITS_MOST: _l("Votes fit ballots × choices"),
    Code.BALLOTS: _l("Ballots in the section ≤ ballots opened"),
    Code.SAME_BALLOTS: _l("Ballots in the count = ballots opened in the section"),
    Code.SAME_VOTES: _l("Votes in the count = votes on the opened ballots"),
    Code.DISTRICTS: _l("Voters of all districts together = ballots counted online"),
    Code.BUDGET: _l("Money granted ≤ budget of the section"),
    Code.MONEY: _l("Money granted + money left = budget of the section"),
    Code.WINNERS: _l("Grants of all winners together = money granted"),
    Code.WHOLE_BUDGET: _l("Budgets of all sections ≤ budget of the year"),
    Code.VERIFIED: _l("Checks of the sealed box that hold = all of them"),
}

STEPS: dict[str, LazyString] = {
    "bundle": _l("Every file is undamaged"),
    "manifest": _l("The rules of the election are lawful"),
    "ceremony": _l("The trustees made the key together"),
    "roll": _l("The places on the roll are those frozen before opening"),
    "checkpoint": _l("The log signed its last size"),
    "tiles": _l("Every entry belongs to that log"),
    "history": _l("Earlier checkpoints are beginnings of the same log"),
    "cosignatures": _l("Enough witnesses saw the last checkpoint"),
    "entries": _l("Every entry is in the one form"),
    "signatures": _l("Every entry is signed by those who must"),
    "box": _l("Every entry is allowed by the rules of the box"),
    "groups": _l("No group is so small that opening it shows a vote"),
    "files": _l("There are the files that are needed, and no others"),
    "mixes": _l("Each mix takes what the one before gave"),
    "decryptions": _l("Enough trustees opened each group"),
    "plaintexts": _l("Every opened ballot is in the one form"),
    "knowledge": _l("No ballot is a copy of another"),
    "mix-proof": _l("Mixing changed no ballot"),
    "decryption-proof": _l("Each trustee opened with the right share of the key"),
    "opening": _l("The opened ballots are what was sealed"),
    "result": _l("The announced figures are those anyone finds"),
    "journal": _l("The journal is the signed one"),
    "recount": _l("The announced projects are those that win"),
}

STAGES: dict[str, LazyString] = {
    "reading": _l("Reading the opened ballots"),
    "counting": _l("Counting"),
    "writing": _l("Drawing charts and writing reports"),
    "packing": _l("Packing everything into one file"),
    "verifying": _l("Checking that file as a stranger would"),
}


def sides(check: Check) -> str:
    """The numbers of a check: 3,835 against 3,822."""
    if check.holds:
        return f"{number(check.left)} {'≤' if check.at_most else '='} {number(check.right)}"
    left, right, by = (number(each) for each in (check.left, check.right, check.by))
    return str(_("%(left)s against %(right)s: wrong by %(by)s", left=left, right=right, by=by))


def step(code: str) -> str:
    """A check of the bundle; its code where a newer verifier knows more than this page."""
    return str(STEPS[code]) if code in STEPS else code
