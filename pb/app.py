"""Builds the app: the only place that knows every room's pages."""

from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from pb import access, db, errors, journal, log, mail
from pb.accounts import belongings, sessions
from pb.accounts import views as account_pages
from pb.accounts.cli import commands as account_commands
from pb.accounts.identity import provider
from pb.accounts.reads import actions as reads
from pb.accounts.reads.queries import BELONGING as reads_about
from pb.audit import queries as audit
from pb.audit import views as audit_pages
from pb.calls import naming as call_names
from pb.calls import views as call_pages
from pb.calls import writers
from pb.config import ROOT, Settings
from pb.cycles import doors
from pb.cycles import naming as cycle_names
from pb.cycles import queries as cycles
from pb.cycles import views as cycle_pages
from pb.delivery import views as delivery_pages
from pb.demo import finishing
from pb.demo import views as demo_pages
from pb.discussion import views as discussion_pages
from pb.discussion.belonging import BELONGING as posts
from pb.discussion.moderation import queries as moderation
from pb.journal import views as journal_pages
from pb.journal.cli import commands as journal_commands
from pb.mail.cli import commands as mail_commands
from pb.notices import naming
from pb.notices import views as notice_pages
from pb.notices.belonging import BELONGING as follows
from pb.notices.cli import commands as notice_commands
from pb.notices.topics import Topic
from pb.opendata import views as open_data_pages
from pb.projects import naming as project_names
from pb.projects import queries as projects
from pb.projects import views as project_pages
from pb.proposals import naming as proposal_names
from pb.proposals import views as proposal_pages
from pb.proposals.belonging import BELONGING as proposals
from pb.proposals.finding import similar
from pb.proposals.support.belonging import BELONGING as supports
from pb.proposals.views import mine as own_proposals
from pb.recount import views as recount_pages
from pb.results import cli as election_commands
from pb.results import queries as results
from pb.results import views as result_pages
from pb.results import work as counting
from pb.reviews import views as review_pages
from pb.reviews.assigning import queries as assigning
from pb.reviews.assigning import reminders
from pb.town import views as town_pages
from pb.voting import hall
from pb.voting import views as voting_pages
from pb.voting.trustees import work
from pb.web import furniture, limits, navigation, shelf, style, views
from pb.web.headers import SecurityHeaders

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

LARGEST_REQUEST = 24 * 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """The whole app, by default as the environment says.

    Raises access.Undeclared when a route does not say who may open it.
    """
    settings = settings or Settings.from_environment()
    app = Flask("pb", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.update(flask_settings(settings))
    database = db.Database(settings.database_url)
    kept = shelf.init_app(app, settings.keep_pages)
    log.init_app(app)
    errors.init_app(app)
    db.init_app(app, database)
    furniture.init_app(app, settings)
    register_pages(app, settings)
    access.init_app(app)
    limits.init_app(app)
    app.wsgi_app = wrapped(app, settings, kept)  # type: ignore[method-assign]
    return app


def flask_settings(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "TRUSTED_HOSTS": list(settings.hosts) or None,
        "SESSION_COOKIE_NAME": "__Host-session" if settings.https else "session",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Not with every answer: a shared cache may keep a static file, and must never get a cookie with it.
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def register_pages(app: Flask, settings: Settings) -> None:
    access.public(app.view_functions["static"])
    app.register_blueprint(views.blueprint)
    journal.init_app(app, settings)
    app.register_blueprint(journal_pages.blueprint)
    app.register_blueprint(town_pages.blueprint)
    mail.init_app(app, settings)
    sessions.init_app(app)
    provider.init_app(app, settings)
    reads.init_app(app)
    app.register_blueprint(account_pages.blueprint)
    app.cli.add_command(journal_commands)
    app.cli.add_command(account_commands)
    app.cli.add_command(mail_commands)
    reminders.init_app(app)
    naming.init_app(app)
    naming.name_by(app, Topic.CYCLE, cycle_names.titles)
    naming.name_by(app, Topic.PROPOSAL, proposal_names.titles)
    app.register_blueprint(notice_pages.blueprint)
    app.cli.add_command(notice_commands)
    app.register_blueprint(discussion_pages.blueprint)
    navigation.count_waiting(app, "discussion.queue", moderation.waiting)
    app.register_blueprint(recount_pages.blueprint)
    app.register_blueprint(cycle_pages.blueprint)
    naming.name_by(app, Topic.CALL, call_names.titles)
    writers.seats_by(app, assigning.departments_of)
    app.register_blueprint(call_pages.blueprint)
    navigation.show_while(app, "calls.listed", cycles.is_any_published)
    similar.init_app(app)
    app.register_blueprint(proposal_pages.blueprint)
    hall.init_app(app)
    app.register_blueprint(review_pages.blueprint)
    belongings.add(app, proposals)
    belongings.add(app, supports)
    belongings.add(app, follows)
    belongings.add(app, posts)
    belongings.add(app, reads_about)
    work.init_app(app)
    app.cli.add_command(election_commands.commands)
    navigation.show_while(app, "cycles.page", cycles.is_any_published)
    navigation.count_waiting(app, "reviews.inbox", review_pages.menu.urgent)
    navigation.show_while(app, "reviews.statistics", cycles.is_any_published)
    app.register_blueprint(project_pages.blueprint)
    naming.name_by(app, Topic.PROJECT, project_names.titles)
    navigation.show_while(app, "projects.listed", projects.is_any_published)
    navigation.show_while(app, "proposals.listed", cycles.is_any_published)
    navigation.count_waiting(app, "proposals.mine", own_proposals.count)
    app.register_blueprint(voting_pages.blueprint)
    navigation.show_while(app, "voting.booth", voting_pages.now.is_voting)
    navigation.show_while(app, "voting.tracker_form", voting_pages.now.is_any_box)
    navigation.show_while(app, "voting.turnout", voting_pages.now.is_any_box)
    counting.init_app(app)
    app.register_blueprint(result_pages.blueprint)
    navigation.show_while(app, "results.page", results.is_any_published)
    doors.open_while(app, "results.page", results.is_published)
    app.register_blueprint(delivery_pages.blueprint)
    app.register_blueprint(audit_pages.blueprint)
    app.register_blueprint(open_data_pages.blueprint)
    navigation.show_while(app, "audit.page", audit.is_any_frozen)
    if settings.demo:
        finishing.init_app(app)
        app.register_blueprint(demo_pages.blueprint)
    if settings.style_page:
        app.register_blueprint(style.blueprint)


def wrapped(app: Flask, settings: Settings, kept: shelf.Shelf) -> SecurityHeaders:
    inner: WSGIApplication = shelf.Counter(app.wsgi_app, kept)
    if settings.proxies:
        inner = ProxyFix(inner, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)
    return SecurityHeaders(inner, settings.https, settings.tiles)
