"""The pages that belong to no room: home, how it is checked, and the visitor's own preferences."""

from flask import Blueprint, abort, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from pb import db
from pb.access import public
from pb.web.navigation import address_of, next_step
from pb.web.preferences import CHOICES, YEAR, way_back

blueprint = Blueprint("web", __name__)


@blueprint.get("/")
@public
def home() -> str:
    return render_template(
        "web/home.html", recount_address=address_of("recount.start"), next_step=next_step()
    )


@blueprint.get("/checked")
@public
def checked() -> str:
    return render_template("web/checked.html", recount_address=address_of("recount.start"))


@blueprint.get("/prefer/<choice>/<value>")
@public
def prefer(choice: str, value: str) -> Response:
    """Remember a preference and go back to where the visitor was."""
    if value not in CHOICES.get(choice, ()):
        abort(404)
    answer = redirect(way_back(request.args.get("back", "/")))
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(choice, value, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)
    return answer


@blueprint.get("/health")
@public
def health() -> dict[str, str]:
    """For the operator's monitor: answers only if the records can be read."""
    db.session().connection()
    return {"status": "ok"}
