"""The settings of one deployment: the one place that reads the environment.

Nothing secret has a default. The first start writes a key of its own under `instance/`, readable by its owner
alone.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_KEY = 32
KEEP_PAGES = 1
# Of OpenID Connect Core 1.0, section 5.1, as far as it names them.
CLAIMS = {
    "name": "name",
    "birth": "birthdate",
    "address": "address",
    "district": "district",
    "basis": "residence_basis",
}


class BadSetting(Exception):
    """A setting that the app cannot start with; the message names it and says what is expected."""


@dataclass(frozen=True)
class Settings:
    """Everything that differs between two deployments."""

    instance: Path
    secret_key: str
    journal_key: str
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    https: bool = False
    proxies: int = 0
    hosts: tuple[str, ...] = ()
    town_ko: str = "우리 동네"
    town_en: str = "Our town"
    style_page: bool = False
    # A made-up town in the middle of its year, where anybody may try every office. Never with real people.
    demo: bool = False
    # For how many seconds a public page may be handed out again; not at all unless the environment is asked.
    keep_pages: int = 0
    # Where people reach the service: the beginning of every link in a mail. Empty: the host and port above.
    public_url: str = ""
    # smtp://name:password@host:587 (a name asks for STARTTLS) or smtps://...; empty: mails go to the console.
    smtp_url: str = ""
    mail_from: str = "participatory-budgeting@localhost"
    # Where text messages are handed over (POST, JSON, signed with the key); empty: none are sent.
    sms_url: str = ""
    sms_key: str = ""
    # The identity service (OpenID Connect) that shows who lives here; empty: there is none. What it is asked
    # for, which of its claims mean what, and what it is called.
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    oidc_scope: str = "openid profile address"
    oidc_claims: Mapping[str, str] = field(default_factory=lambda: dict(CLAIMS))
    oidc_name_ko: str = "본인확인 서비스"
    oidc_name_en: str = "the identity service"
    # https://tiles.example/{z}/{x}/{y}.png: pictures under the map, and whom to thank for them
    tiles: str = ""
    tiles_credit: str = ""

    @property
    def address(self) -> str:
        """The beginning of every address that leaves this site, without a slash at its end."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the `PB_...` variables. Raises BadSetting."""
        instance = Path(environment.get("PB_INSTANCE", ROOT / "instance"))
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        demo = claim("PB_DEMO", environment)
        return cls(
            instance=instance,
            secret_key=environment.get("PB_SECRET_KEY") or own_secret(instance / "secret_key"),
            journal_key=environment.get("PB_JOURNAL_KEY") or own_secret(instance / "journal_key"),
            database_url=environment.get("PB_DATABASE_URL", f"sqlite:///{instance / 'pb.sqlite'}"),
            host=environment.get("PB_HOST", cls.host),
            port=whole("PB_PORT", environment, cls.port),
            workers=whole("PB_WORKERS", environment, cls.workers),
            https=claim("PB_HTTPS", environment),
            proxies=whole("PB_PROXIES", environment, cls.proxies),
            hosts=tuple(environment.get("PB_HOSTS", "").split()),
            town_ko=environment.get("PB_TOWN_KO", "한별구" if demo else cls.town_ko),
            town_en=environment.get("PB_TOWN_EN", "Hanbyeol" if demo else cls.town_en),
            style_page=claim("PB_STYLE_PAGE", environment),
            demo=demo,
            keep_pages=whole("PB_KEEP_PAGES", environment, KEEP_PAGES),
            public_url=environment.get("PB_PUBLIC_URL", cls.public_url).rstrip("/"),
            smtp_url=environment.get("PB_SMTP_URL", cls.smtp_url),
            mail_from=environment.get("PB_MAIL_FROM", cls.mail_from),
            **sms(environment),
            **identity_service(environment),
            tiles=tile_template(environment.get("PB_TILES", cls.tiles)),
            tiles_credit=environment.get("PB_TILES_CREDIT", cls.tiles_credit),
        )


def whole(name: str, environment: Mapping[str, str], default: int) -> int:
    text = environment.get(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise BadSetting(f"{name} must be a whole number, not {text!r}")
    return int(text)


def claim(name: str, environment: Mapping[str, str]) -> bool:
    text = environment.get(name, "no").lower()
    if text not in ("yes", "no"):
        raise BadSetting(f"{name} must be yes or no, not {text!r}")
    return text == "yes"


def sms(environment: Mapping[str, str]) -> dict[str, Any]:
    """Where text messages go, and the key that signs them. Raises BadSetting."""
    address, key = environment.get("PB_SMS_URL", ""), environment.get("PB_SMS_KEY", "")
    if address and not re.fullmatch(r"https?://[A-Za-z0-9.:-]+(/[^\s]*)?", address):
        raise BadSetting(f"PB_SMS_URL must be an address like https://sms.example/send, not {address!r}")
    if address and len(key) < SHORTEST_KEY:
        raise BadSetting("PB_SMS_KEY must be a secret of at least 32 characters, shared with the SMS service")
    return {"sms_url": address, "sms_key": key}


def identity_service(environment: Mapping[str, str]) -> dict[str, Any]:
    """The service, and what its claims mean: name, birth, address, district, basis. Raises BadSetting."""
    issuer = environment.get("PB_OIDC_ISSUER", "").rstrip("/")
    if not issuer:
        return {}
    here = r"http://(127\.0\.0\.1|localhost)(:[0-9]+)?"
    if not re.fullmatch(rf"({here}|https://[A-Za-z0-9.:-]+)(/[^\s?#]*)?", issuer):
        raise BadSetting(f"PB_OIDC_ISSUER must be an address like https://id.example, not {issuer!r}")
    found: dict[str, Any] = {"oidc_issuer": issuer, "oidc_claims": claims(environment)}
    for name, field_name in (("PB_OIDC_CLIENT", "oidc_client"), ("PB_OIDC_SECRET", "oidc_secret")):
        if not environment.get(name):
            raise BadSetting(f"{name} must be what the identity service gave out for this site")
        found[field_name] = environment[name]
    for field_name in ("oidc_scope", "oidc_name_ko", "oidc_name_en"):
        if environment.get(f"PB_{field_name.upper()}"):
            found[field_name] = environment[f"PB_{field_name.upper()}"]
    return found


def claims(environment: Mapping[str, str]) -> dict[str, str]:
    """As in `birth=birthday basis=resident_type`. Raises BadSetting."""
    pairs = [pair.partition("=") for pair in environment.get("PB_OIDC_CLAIMS", "").split()]
    if any(meaning not in CLAIMS or not name for meaning, _, name in pairs):
        raise BadSetting(f"PB_OIDC_CLAIMS must be pairs like birth=birthday, of {', '.join(CLAIMS)}")
    return CLAIMS | {meaning: name for meaning, _, name in pairs}


def tile_template(text: str) -> str:
    """The address of a tile, as leaflet fills it in. Raises BadSetting."""
    if text and not re.fullmatch(r"https?://[a-z0-9.:-]+/[^\s;,'\"]*", text):
        raise BadSetting(f"PB_TILES must be like https://tiles.example/{{z}}/{{x}}/{{y}}.png, not {text!r}")
    if text and not all(part in text for part in ("{z}", "{x}", "{y}")):
        raise BadSetting(f"PB_TILES must name {{z}}, {{x}} and {{y}}: {text!r}")
    return text


def own_secret(path: Path) -> str:
    """The key kept at `path`, made there on the first start."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    key = secrets.token_hex(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key
