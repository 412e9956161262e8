"""Uploaded documents: told apart by what is in them, never by their name."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from pb.errors import Refused

LARGEST = 10 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNWANTED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
LONGEST_NAME = 100


class NotADocument(Refused):
    why = _l("We take PDF, HWP, HWPX, DOCX and XLSX files without macros. PDF is best.")


class TooLarge(Refused):
    why = _l("This file is larger than 10 MB. Make it smaller, or send only the pages that matter.")


@dataclass(frozen=True)
class Paper:
    """A document to keep: its name with the ending of what it really is."""

    name: str
    kind: str
    content: bytes


def read(name: str, blob: bytes) -> Paper:
    """Raises NotADocument, TooLarge."""
    if len(blob) > LARGEST:
        raise TooLarge
    kind = next((kind for kind, is_one in KINDS.items() if is_one(blob)), None)
    if kind is None:
        raise NotADocument
    return Paper(tidy(name, kind), kind, blob)


def tidy(name: str, kind: str) -> str:
    """The name without folders and odd signs, and with the ending of its kind."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem = UNWANTED.sub("", last.rpartition(".")[0] or last).strip(" .")[:LONGEST_NAME]
    return f"{stem or 'document'}.{kind}"


def is_pdf(blob: bytes) -> bool:
    return blob.startswith(b"%PDF-") and b"%%EOF" in blob[-2048:]


def is_hwp(blob: bytes) -> bool:
    """HWP 5.0 is a compound file whose header stream begins with these words."""
    return blob.startswith(OLE) and b"HWP Document File" in blob


def is_hwpx(blob: bytes) -> bool:
    return "Contents/content.hpf" in parts(blob)


def is_docx(blob: bytes) -> bool:
    return "word/document.xml" in parts(blob) and not has_macros(blob)


def is_xlsx(blob: bytes) -> bool:
    return "xl/workbook.xml" in parts(blob) and not has_macros(blob)


def has_macros(blob: bytes) -> bool:
    return any(part.lower().endswith("vbaproject.bin") for part in parts(blob))


def parts(blob: bytes) -> frozenset[str]:
    """The names in a zip file; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as packed:
            return frozenset(packed.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return frozenset()


KINDS: Mapping[str, Callable[[bytes], bool]] = {
    "pdf": is_pdf,
    "hwp": is_hwp,
    "hwpx": is_hwpx,
    "docx": is_docx,
    "xlsx": is_xlsx,
}
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "hwp": "application/x-hwp",
    "hwpx": "application/hwp+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
