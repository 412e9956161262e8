"""What the marking form's script says: every sentence of it, in the visitor's language.

`%(name)s` is filled in by the script.
"""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

MARKING: dict[str, LazyString] = {
    "won": _l("₩%(amount)s"),
    "chosen": _l("%(chosen)s of %(most)s chosen"),
    "ordered": _l("%(chosen)s of %(most)s in order"),
    "money": _l("%(left)s of %(all)s left"),
    "points": _l("%(left)s of %(all)s points left"),
    "scored": _l("%(chosen)s of %(all)s projects have points"),
    "answered": _l("You said %(answer)s"),
    "unanswered": _l("Not answered yet"),
    "yes": _l("in favour"),
    "no": _l("against"),
    "added": _l("Added: %(title)s. %(state)s."),
    "removed": _l("Taken out: %(title)s. %(state)s."),
    "full": _l("You have chosen %(most)s already. Take one out before you add “%(title)s”."),
    "too_dear": _l(
        "“%(title)s” costs %(cost)s, but only %(left)s is left. Take something out first, or choose a "
        "cheaper one."
    ),
    "no_points": _l("All your points are given. Take some from another project first."),
    "most_points": _l("A project takes at most %(most)s points."),
    "least_points": _l("“%(title)s” has no points to take away."),
    "given": _l("%(title)s: %(points)s points. %(state)s."),
    "rank": _l("Rank %(rank)s"),
    "put": _l("%(title)s is number %(rank)s now. %(state)s."),
    "moved": _l("%(title)s is number %(rank)s now."),
    "up": _l("Move up: %(title)s"),
    "down": _l("Move down: %(title)s"),
    "out": _l("Take out: %(title)s"),
    "more": _l("Give one more point: %(title)s"),
    "less": _l("Take one point away: %(title)s"),
    "some_points": _l("%(points)s points"),
    "add": _l("Pick"),
    "add_named": _l("Add to my order: %(title)s"),
    "missing": _l("Choose %(missing)s more."),
    "missing_answer": _l("Say yes or no."),
    "may_add": _l("You may choose %(more)s more."),
    "left_out": _l("You leave this section out. That is allowed."),
    "nothing": _l("You have chosen nothing here. That is allowed."),
    "money_left": _l("%(left)s stays unspent. That is allowed."),
    "points_left": _l("%(left)s points are not given. That is allowed."),
    "progress": _l("%(done)s of %(all)s sections done"),
    "shown": _l("%(shown)s of %(all)s projects are shown."),
    "not_loaded": _l("The details could not be loaded. Check your network and try again."),
    "go_to": _l("Go to this section"),
}

BOOTH: dict[str, LazyString] = {
    "restored": _l("Your choices from before are here again. They were kept on this device only."),
    "step_admit": _l("Letting this device in …"),
    "step_seal": _l("Sealing your ballot on this device …"),
    "step_cast": _l("Putting it into the box …"),
    "step_check": _l("Checking the receipt …"),
    "waiting": _l("No connection. Your sealed ballot is safe on this device and is sent again by itself."),
    "signed_out": _l(
        "You are no longer signed in. Show again that you live here; your choices stay on this device."
    ),
    "device_ended": _l("This device has ended. Ask the clerk for a new code; nothing was cast."),
    "replaced": _l(
        "Another ballot of yours came first, from another device. Look at the newest one, then vote again."
    ),
    "broken_receipt": _l(
        "The receipt of the box does not fit your ballot. Your vote may not be in the box. Do not vote "
        "again; tell the town office what stands here."
    ),
    "broken": _l("Something went wrong on this device. Load the page again; your choices stay here."),
    "resumed": _l("A sealed ballot of yours was still on its way. It is being sent now."),
    "opened_good": _l("The device sealed exactly what you see below."),
    "opened_bad": _l(
        "The device sealed something else than it showed: do not vote with it. Tell the town office."
    ),
    "opened_odd": _l("This is no opened ballot of this election. Take the whole text or file."),
}


def booth() -> dict[str, str]:
    return {name: str(text) for name, text in (MARKING | BOOTH).items()}


def marking() -> dict[str, str]:
    return {name: str(text) for name, text in MARKING.items()}
