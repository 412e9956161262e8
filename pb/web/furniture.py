"""Puts the furniture into the app: language, forms' protection, what every template is told."""

from typing import Any

from flask import Flask, current_app, g, request
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from pb.config import ROOT, Settings
from pb.web import assets, formats, navigation
from pb.web.preferences import Preferences


def init_app(app: Flask, settings: Settings) -> None:
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Hangul as it is: escaped it takes twice the room.
    app.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    app.jinja_env.filters |= {
        "moment": formats.moment,
        "number": formats.number,
        "percent": formats.percent,
        "won": formats.won,
        "short_won": formats.short_won,
    }
    app.jinja_env.globals["tiles"] = {"template": settings.tiles, "credit": settings.tiles_credit}
    CSRFProtect(app)
    Babel(
        app,
        default_locale="ko",
        default_timezone="Asia/Seoul",
        default_translation_directories=str(ROOT / "pb" / "translations"),
        locale_selector=language,
    )
    app.context_processor(every_template)
    app.after_request(vary)
    app.extensions["pb.settings"] = settings
    assets.init_app(app)


def preferences() -> Preferences:
    if "preferences" not in g:
        g.preferences = Preferences.of(request)
    found = g.preferences
    assert isinstance(found, Preferences)  # noqa: S101 - narrows the type
    return found


def language() -> str:
    return preferences().language


def every_template() -> dict[str, Any]:
    settings: Settings = current_app.extensions["pb.settings"]
    liked = preferences()
    return {
        "town": settings.town_ko if liked.language == "ko" else settings.town_en,
        "preferences": liked,
        "demo_address": navigation.address_of("demo.roles"),
        "menu": navigation.menu(),
        "more": navigation.more(),
        "personal": navigation.personal(),
        "work": navigation.work(),
        "here": here(),
    }


def here() -> str:
    """The address to come back to after choosing a language: this one, if it can be opened by itself."""
    opens = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    if not opens:
        return "/"
    return request.full_path.removesuffix("?") if request.method == "GET" else request.path


def vary(response: Any) -> Any:
    """The same address answers in two languages."""
    response.vary.update(("Accept-Language", "Cookie"))
    return response
