"""The recount page: choose a vote, see who wins by each way of counting and why, take the files home."""

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from pb.access import public
from pb.recount import examples, showing
from pb.recount.actions import Recount, Votes, open_pair, open_pb, recount, weighed
from pb.recount.apart import TooMuch
from pb.recount.examples import EXAMPLES
from pb.recount.files import KINDS, Kind, file_name, inside
from pb.recount.forms import Upload, Ways
from pb.web.furniture import language
from pb.web.limits import limited
from tallying.badfile import BadFile, Language
from tallying.charts import Chart
from tallying.csvpair import Sheet
from tallying.unfit import Unfit
from tallying.variants import VARIANTS

blueprint = Blueprint("recount", __name__, url_prefix="/recount")
FIRST_WAYS = ["greedy", "equal-shares/add1"]


def spoken() -> Language:
    return "ko" if language() == "ko" else "en"


@blueprint.get("/")
@public
def start() -> str:
    return start_page(Upload(formdata=None, ways=FIRST_WAYS))


def start_page(form: Upload) -> str:
    return render_template("recount/start.html", form=form, examples=EXAMPLES)


@blueprint.get("/examples/<name>")
@public
@limited("120 per minute")
def example(name: str) -> str:
    form = chosen_ways(name)
    if not form.validate():
        return render_template("recount/ways.html", form=form, name=name)
    found = examples.recount(name, form.chosen())

    def chart_address(part: str, chart: Chart) -> str:
        return url_for(".example_chart", name=name, part=part, chart=chart.name, ways=form.chosen())

    def file_address(way: str, kind: Kind) -> str:
        return url_for(".example_file", name=name, way=way, ending=kind.ending)

    title = str(EXAMPLES[name].title)
    page = showing.page(found, title, spoken(), chart_address, file_address)
    return render_template("recount/result.html", page=page, form=form, name=name)


@blueprint.get("/examples/<name>/chart.svg")
@public
@limited("600 per minute")
def example_chart(name: str) -> Response:
    form = chosen_ways(name)
    if not form.validate():
        abort(404)
    drawn = showing.drawings(examples.recount(name, form.chosen()), spoken())
    named = {chart.name: chart for chart in drawn.get(request.args.get("part", ""), ())}
    chart = named.get(request.args.get("chart", "")) or abort(404)
    return Response(chart.svg(), mimetype="image/svg+xml")


@blueprint.get("/examples/<name>/<path:way>.<ending>")
@public
@limited("60 per minute")
def example_file(name: str, way: str, ending: str) -> Response:
    if name not in EXAMPLES or way not in VARIANTS or ending not in KINDS:
        abort(404)
    kind = KINDS[ending]
    found = examples.recount(name, [way])
    answer = Response(kind.make(found, way, spoken()), content_type=kind.media)
    answer.headers.set("Content-Disposition", "attachment", filename=file_name(found.votes, way, kind))
    return answer


def chosen_ways(name: str) -> Ways:
    """The ways asked for in the address; those the example begins with if it asks for none."""
    if name not in EXAMPLES:
        abort(404)
    given = request.args if "ways" in request.args else None
    return Ways(given, ways=list(EXAMPLES[name].ways), meta={"csrf": False})


@blueprint.post("/")
@public
@limited("20 per minute")
def upload() -> tuple[str, int]:
    """Count a visitor's own file. All that the page shows and offers is inside the page: nothing is kept."""
    form = Upload()
    if not form.validate():
        return start_page(form), 422
    try:
        found = recount(opened(form), form.chosen())
    except BadFile as wrong:
        form.refuse("vote", wrong.sentence(spoken()))
    except TooMuch:
        form.refuse(
            "vote", _("This takes too long here. Count it on your own computer: see “How it is checked”.")
        )
    except Unfit as wrong:
        form.refuse("vote", _("This vote cannot be counted so: %(why)s", why=wrong.sentence(spoken())))
    else:
        return result_page(found, form), 200
    return start_page(form), 422


def result_page(found: Recount, form: Upload) -> str:
    def chart_inside(part: str, chart: Chart) -> str:
        return inside("image/svg+xml", chart.svg().encode())

    def file_inside(way: str, kind: Kind) -> str:
        return inside(kind.media, kind.make(found, way, spoken()))

    title = found.votes.election.meta.get("description") or found.votes.name
    page = showing.page(found, title, spoken(), chart_inside, file_inside)
    return render_template("recount/result.html", page=page, form=form, name=None)


def opened(form: Upload) -> Votes:
    """The votes in the files that were sent. Raises BadFile."""
    vote = sheet(form.vote.data)
    if form.is_pair():
        votes = open_pair(vote, sheet(form.ballots.data), form.money() or 0, form.kind.data)
    else:
        votes = open_pb(vote.name, vote.data)
    return weighed(votes, sheet(form.weights.data)) if form.weights.data else votes


def sheet(file: FileStorage) -> Sheet:
    return Sheet(file.filename or "", file.read())
