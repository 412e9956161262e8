"""Showing that one lives here, the clerk's desk, and the town's roll."""

from collections.abc import Iterable

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb import clock, db, journal
from pb.access import Permission, public, requires
from pb.accounts import sessions, throttle
from pb.accounts.errors import AlreadyClaimed
from pb.accounts.letters import link
from pb.accounts.reads import actions as reads
from pb.accounts.reads.models import What
from pb.accounts.roll import actions, letters, reading, sending
from pb.accounts.roll.forms import ClaimForm, ConsentForm, DeskForm, RollForm
from pb.accounts.roll.reading import Resident, Roll, Unreadable, one_blank
from pb.accounts.roll.sending import Sent
from pb.accounts.sessions import keys, visitor
from pb.accounts.views.page import blueprint
from pb.accounts.views.sheet import WRONG, Link, Sheet, said
from pb.accounts.views.ways import by_identity, settings
from pb.errors import Refused
from pb.journal.acting import acting
from pb.web.preferences import way_back

CHECK = "check"
PRINT, MAIL, TEXT = "print", "mail", "sms"
FAULTS_SHOWN = 200


@blueprint.route("/residence", methods=["GET", "POST"])
@public
def residence() -> ResponseReturnValue:
    """Whoever shows the residence needs no account; with one, both lead to the same person."""
    found = visitor()
    if found is not None and found.district is not None:
        return welcome(found.district, found.account)
    sheet = Sheet(
        _("Show that you live here"),
        _("With the code from the town's letter. You need no account for it."),
        _("I live here"),
        (*by_identity(), *(() if found else (signing_in(),))),
    )
    form = ClaimForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        throttle.count(throttle.GUESSES, "claim", actions.name_digest(keys(), form.typed("name"), form.born))
        return claim(form)
    except AlreadyClaimed as why:
        note_second_claim()
        return sheet.refuse(form, "code", why)
    except Refused as why:
        return sheet.refuse(form, "code", why)


def signing_in() -> Link:
    return Link(_("I have an account: sign in first"), "accounts.sign_in", goes_on=True)


def claim(form: ClaimForm) -> ResponseReturnValue:
    rows, found = db.session(), visitor()
    before = found.person if found else None
    person = actions.claim(
        rows, keys(), form.typed("name"), form.born, form.typed("code"), before, clock.now()
    )
    sessions.begin(rows, person, found.account if found else None, bool(found and found.second_factor))
    district = actions.district_of(rows, person)
    return welcome(district, found.account if found else None)


def welcome(district: str | None, account: int | None) -> str:
    """Where one stands now, with the way back to the page that asked for it."""
    back = way_back(request.args.get("next", "/"))
    return render_template(
        "accounts/roll/resident.html", district=district, account=account, back=back if back != "/" else ""
    )


def note_second_claim() -> None:
    """The refusal undoes the request's own transaction, so the journal gets one of its own."""
    db.session().rollback()
    with db.database().transaction() as rows:
        actions.note_second_claim(rows, journal.seal(), clock.now())


@blueprint.route("/desk/code", methods=["GET", "POST"])
@requires(Permission.GIVE_CODE)
def desk_code() -> ResponseReturnValue:
    sheet = Sheet(
        _("Give a code at the desk"),
        _("Look at the identity card first. The person gets a new code; earlier ones stop working."),
        _("Make a code"),
        (Link(_("Record that a guardian agrees"), "accounts.desk_consent"),),
    )
    form = DeskForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    resident = shown(form)
    try:
        letter = actions.code_at_desk(
            db.session(), keys(), journal.seal(), resident, form.typed("reason"), clock.now()
        )
    except Refused as why:
        return sheet.refuse(form, "name", why)
    note_read(resident, form.typed("reason"))
    return render_template("accounts/roll/code.html", letter=letter, address=link("accounts.residence"))


def shown(form: DeskForm) -> Resident:
    """Whose identity card the clerk has seen."""
    return Resident(0, one_blank(form.typed("name")), form.born, "", one_blank(form.typed("address")))


def note_read(resident: Resident, why: str) -> None:
    line = actions.line_digest(keys(), resident.name, resident.birth, resident.address)
    entry = actions.entry_of(db.session(), line)
    reads.note(What.ROLL, Permission.GIVE_CODE, entries=[entry] if entry else [], why=why)


@blueprint.route("/desk/consent", methods=["GET", "POST"])
@requires(Permission.GIVE_CODE)
def desk_consent() -> ResponseReturnValue:
    sheet = Sheet(
        _("Record that a guardian agrees"),
        _("For a child under 14 on the roll. Look at the papers of both; no copy is kept, and no name."),
        _("The guardian agrees"),
        (Link(_("Give a code at the desk"), "accounts.desk_code"),),
    )
    form = ConsentForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    resident = shown(form)
    try:
        actions.record_consent(
            db.session(), keys(), journal.seal(), resident, form.typed("reason"), clock.now()
        )
    except Refused as why:
        return sheet.refuse(form, "name", why)
    note_read(resident, form.typed("reason"))
    return said(
        _("The agreement is recorded"),
        _("The child can now show the residence with the code."),
        _("Give a code at the desk"),
        Link(_("Give a code at the desk"), "accounts.desk_code"),
    )


@blueprint.route("/roll", methods=["GET", "POST"])
@requires(Permission.KEEP_ROLL)
def roll() -> ResponseReturnValue:
    form = RollForm()
    if not form.validate_on_submit():
        return show_roll(form)
    try:
        found = reading.read(form.file.data.read())
    except Unreadable as why:
        form.refuse("file", why)
        return show_roll(form)
    if request.form.get("way") == CHECK:
        return show_roll(form, found)
    office = acting(Permission.KEEP_ROLL)
    now = clock.now()
    added = actions.take_in(db.session(), keys(), journal.seal(), found, office, form.typed("reason"), now)
    return show_roll(form, found, added)


def show_roll(form: RollForm, found: Roll | None = None, added: int | None = None) -> tuple[str, int]:
    page = render_template(
        "accounts/roll/roll.html",
        form=form,
        figures=actions.figures(db.session()),
        found=found,
        faults=found.faults[:FAULTS_SHOWN] if found else (),
        added=added,
    )
    return page, WRONG if form.errors else 200


@blueprint.route("/roll/letters", methods=["GET", "POST"])
@requires(Permission.KEEP_ROLL)
def roll_letters() -> ResponseReturnValue:
    form = RollForm()
    if not form.validate_on_submit():
        return show_letters(form)
    try:
        found = reading.read(form.file.data.read())
    except Unreadable as why:
        form.refuse("file", why)
        return show_letters(form)
    way = request.form.get("way", PRINT)
    if way in (MAIL, TEXT):
        return send_codes(form, found, way)
    if len(found.residents) > letters.MOST:
        form.refuse("file", letters.TOO_MANY)
        return show_letters(form)
    office, now = acting(Permission.KEEP_ROLL), clock.now()
    written = actions.write_letters(
        db.session(), keys(), journal.seal(), found, office, form.typed("reason"), now
    )
    if not written:
        form.refuse("file", letters.NONE)
        return show_letters(form)
    note_codes((one.place for one in written), form)
    return Response(
        letters.pdf(written, link("accounts.residence"), settings()),
        mimetype="application/pdf",
        headers={"Content-Disposition": "attachment; filename=letters.pdf", "Cache-Control": "no-store"},
    )


def note_codes(places: Iterable[int], form: RollForm) -> None:
    """Whose name and address the official has handled, and why."""
    reads.note(What.LETTERS, Permission.KEEP_ROLL, entries=places, why=form.typed("reason"))


def send_codes(form: RollForm, found: Roll, way: str) -> ResponseReturnValue:
    """Codes by mail or by text message, instead of on paper."""
    act = (db.session(), keys(), journal.seal(), found, acting(Permission.KEEP_ROLL), form.typed("reason"))
    if way == MAIL:
        sent = sending.by_mail(*act, clock.now())
    elif not settings().sms_url:
        abort(WRONG)
    elif sum(bool(one.phone) for one in found.residents) > sending.MOST_TEXTS:
        form.refuse("file", sending.TOO_MANY_TEXTS)
        return show_letters(form)
    else:
        sent = sending.by_text(*act, clock.now(), sending.texter(settings()))
    if not sent.codes and not sent.failed:
        form.refuse("file", sending.NO_ADDRESS)
        return show_letters(form)
    note_codes(sent.places, form)
    return show_letters(form, sent)


def show_letters(form: RollForm, sent: Sent | None = None) -> tuple[str, int]:
    page = render_template(
        "accounts/roll/letters.html", form=form, sent=sent, may_text=bool(settings().sms_url)
    )
    return page, WRONG if form.errors else 200
