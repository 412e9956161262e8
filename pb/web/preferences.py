"""How a visitor likes the pages: language, contrast, size of text. Kept in cookies, never in the address."""

from dataclasses import dataclass
from typing import Self

from flask import Request

# The first of each is what a newcomer gets; the language also listens to the browser.
CHOICES = {
    "language": ("ko", "en"),
    "contrast": ("normal", "high"),
    "text": ("normal", "large", "larger"),
}
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Preferences:
    language: str
    contrast: str
    text: str

    @classmethod
    def of(cls, request: Request) -> Self:
        return cls(
            language=kept(request, "language") or spoken(request),
            contrast=kept(request, "contrast") or CHOICES["contrast"][0],
            text=kept(request, "text") or CHOICES["text"][0],
        )


def kept(request: Request, choice: str) -> str | None:
    value = request.cookies.get(choice)
    return value if value in CHOICES[choice] else None


def spoken(request: Request) -> str:
    """The first of the browser's languages that we speak (`ko-KR` is Korean), else Korean."""
    languages = CHOICES["language"]
    wished = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((language for language in wished if language in languages), languages[0])


def way_back(path: str) -> str:
    """The given path if it stays on this site, else the home page."""
    stays = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if stays else "/"
