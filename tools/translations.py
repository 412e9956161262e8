"""The Korean of every English sentence: `python -m tools.translations update|check|compile`.

English is written in the code; `pb/translations/ko/LC_MESSAGES/messages.po` holds the Korean. `update` adds
new sentences and drops unused ones, `check` fails when any is missing, doubtful or unused, `compile` makes
the file that the app reads.
"""

import io
import os
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
KOREAN = ROOT / "pb" / "translations" / "ko" / "LC_MESSAGES" / "messages.po"
COMPILED = KOREAN.with_suffix(".mo")
SOURCES = {"pb": [("**.py", "python")], "templates": [("**.html", "jinja2"), ("**.svg", "jinja2")]}
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}


def extract() -> Catalog:
    """Every English sentence that the code and the templates use now."""
    found = Catalog(charset="utf-8")
    for folder, methods in SOURCES.items():
        options = {"**.html": {"trimmed": "true"}, "**.svg": {"trimmed": "true"}}
        rows = extract_from_dir(ROOT / folder, methods, options, keywords=KEYWORDS, strip_comment_tags=True)
        for name, _, message, comments, context in rows:
            place = [(f"{folder}/{name}", 0)]
            found.add(message, None, place, auto_comments=comments, context=context)
    return found


def read() -> Catalog:
    with KOREAN.open("rb") as file:
        return read_po(file, locale="ko")


def written(catalog: Catalog) -> bytes:
    """The .po file, without dates and line numbers: it changes only when a sentence does."""
    out = io.BytesIO()
    write_po(out, catalog, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    lines = out.getvalue().split(b"\n")
    dates = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Last-Translator',
        b'"Language-Team',
        b'"Generated-By',
    )
    return b"\n".join(line for line in lines if not line.startswith(dates))


def update() -> int:
    catalog = read() if KOREAN.exists() else Catalog(locale="ko", charset="utf-8")
    catalog.update(extract(), no_fuzzy_matching=True)
    catalog.header_comment, catalog.fuzzy = (
        "# The Korean of every sentence; see tools/translations.py.",
        False,
    )
    catalog.project, catalog.version, catalog.msgid_bugs_address = "participatory-budgeting", "", ""
    KOREAN.parent.mkdir(parents=True, exist_ok=True)
    KOREAN.write_bytes(written(catalog))
    missing = [message for message in catalog if message.id and not is_complete(message)]
    print(f"{KOREAN.relative_to(ROOT)}: {len(missing)} to translate")
    return compile_catalog()


def is_complete(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(texts) and not message.fuzzy


def faults() -> list[str]:
    """What is wrong with the Korean, a line each."""
    wanted, have = extract(), read()
    lines = [f"not in the file: {m.id!r}" for m in wanted if m.id and have.get(m.id, m.context) is None]
    for message in have:
        if not message.id:
            continue
        if wanted.get(message.id, message.context) is None:
            lines.append(f"no longer used: {message.id!r}")
        elif not is_complete(message):
            lines.append(f"not translated: {message.id!r}")
        lines += [f"{error}: {message.id!r}" for error in message.check(have)]
    return lines


def check() -> int:
    found = faults()
    print("\n".join(found) or "every sentence is there in Korean and English")
    return 1 if found else 0


def compile_catalog() -> int:
    """Write the file that the app reads, unless it is up to date."""
    if COMPILED.exists() and COMPILED.stat().st_mtime >= KOREAN.stat().st_mtime:
        return 0
    half = COMPILED.with_suffix(f".{os.getpid()}")  # several processes may do this at once
    with half.open("wb") as file:
        write_mo(file, read())
    half.replace(COMPILED)
    return 0


COMMANDS = {"update": update, "check": check, "compile": compile_catalog}

if __name__ == "__main__":
    sys.exit(COMMANDS[sys.argv[1]]())
