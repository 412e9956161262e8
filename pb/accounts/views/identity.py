"""The residence shown through an identity service, and coming in with it again."""

from flask import abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from pb import clock, db, journal
from pb.access import public
from pb.accounts import sessions
from pb.accounts.errors import AlreadyClaimed
from pb.accounts.identity import actions, provider
from pb.accounts.identity.actions import Comer
from pb.accounts.identity.claims import Told, told
from pb.accounts.letters import link
from pb.accounts.models import Account
from pb.accounts.roll.actions import note_second_claim
from pb.accounts.sessions import keys, visitor
from pb.accounts.views.entering import admit
from pb.accounts.views.page import blueprint
from pb.accounts.views.sheet import WRONG, Link, said
from pb.accounts.views.ways import settings
from pb.errors import Refused
from pb.web.limits import limited
from pb.web.preferences import way_back

NEXT = "identity_next"


def service() -> provider.Client:
    return provider.client() or abort(404)


@blueprint.get("/residence/identity")
@public
@limited("30 per minute")
def identity() -> ResponseReturnValue:
    """Off to the identity service, which sends the visitor back."""
    try:
        answer = provider.begin(service(), link("accounts.identified"))
    except Refused as why:
        return refused(why)
    session[NEXT] = way_back(request.args.get("next", "/"))
    return answer


@blueprint.get("/residence/identity/back")
@public
@limited("30 per minute")
def identified() -> ResponseReturnValue:
    """Back from the identity service, with what it says."""
    try:
        claims = provider.finish(service(), settings().oidc_issuer)
        return let_in(str(claims["sub"]), told(claims, settings().oidc_claims))
    except AlreadyClaimed as why:
        db.session().rollback()
        with db.database().transaction() as rows:
            note_second_claim(rows, journal.seal(), clock.now())
        return refused(why)
    except Refused as why:
        return refused(why)


def let_in(subject: str, about: Told) -> ResponseReturnValue:
    rows, found = db.session(), visitor()
    comer = Comer(found.person if found else None, bool(found and found.account))
    digest = actions.subject(keys(), settings().oidc_issuer, subject)
    person = actions.prove(rows, keys(), journal.seal(), digest, about, comer, clock.now())
    back = session.pop(NEXT, "/")
    if found is not None and found.account is not None:
        sessions.renew(rows, found.second_factor)
        return redirect(back if back != "/" else url_for(".residence"))
    account = rows.scalar(select(Account).where(Account.person_id == person))
    if account is not None:
        return admit(account, back)
    sessions.begin(rows, person, None, second_factor=False)
    return redirect(url_for(".residence", next=back))


def refused(why: Refused) -> ResponseReturnValue:
    page = said(
        _("You are not shown to be a resident"),
        str(why),
        "",
        Link(_("I have a code from the letter"), "accounts.residence"),
    )
    return page, WRONG
