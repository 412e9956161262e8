"""The log of officials' reads, for the data protection officer."""

from flask import render_template, request, url_for

from pb import db
from pb.access import Permission, requires
from pb.accounts.reads import queries
from pb.accounts.reads.actions import KEPT
from pb.accounts.views.page import blueprint
from pb.web.paging import Page

PAGE = 50


@blueprint.get("/reads")
@requires(Permission.SEE_READS)
def reads() -> str:
    total = queries.count(db.session())
    number = min(max(request.args.get("page", 1, type=int), 1), max(1, -(-total // PAGE)))
    page = Page(queries.newest(db.session(), (number - 1) * PAGE, PAGE), number, PAGE, total)
    addresses = {one: url_for(".reads", page=one) for one in page.links if one}
    return render_template("accounts/reads.html", page=page, addresses=addresses, days=KEPT.days)
