"""What trustees hand in after the close: files are told apart by what stands in them, not by their names."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ballots import canonical
from ballots.bundle import names
from ballots.errors import BallotError, Malformed
from ballots.trustees.announcements import sha512

# A zip bomb is not unpacked: no more than this comes out of one upload.
MOST_BYTES = 256 << 20
HEADERS = ("mix", "decryption")


@dataclass(frozen=True)
class Given:
    """The files of one mix or of one trustee's opening, under the names that the bundle has for them."""

    kind: str
    group: str
    files: dict[str, bytes]


def unpacked(blobs: list[bytes]) -> list[bytes]:
    """The files themselves; a zip gives what is in it. Raises Malformed."""
    found: list[bytes] = []
    for blob in blobs:
        found += contents(blob) if zipfile.is_zipfile(io.BytesIO(blob)) else [blob]
        if sum(map(len, found)) > MOST_BYTES:
            raise Malformed("more than can be taken at once")
    return found


def contents(blob: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(blob)) as archive:
        if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
            raise Malformed("more than can be taken at once")
        try:
            return [archive.read(info) for info in archive.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as why:
            raise Malformed(f"the zip cannot be read: {why}") from None


def sorted_out(blobs: list[bytes]) -> list[Given]:
    """Every announcement with its columns. Raises Malformed if one lacks a column or there is none."""
    by_hash = {sha512(blob): blob for blob in blobs}
    found = [given for blob in blobs if (given := read(blob, by_hash)) is not None]
    if not found:
        raise Malformed("no file of a mix or an opening")
    return sorted(found, key=lambda given: (given.kind != "mix", given.group))


def read(blob: bytes, by_hash: dict[str, bytes]) -> Given | None:
    """The announcement in `blob` with its columns, or None if it is none."""
    try:
        fields = canonical.decode(blob, limit=1 << 20)
    except BallotError:
        return None
    if not isinstance(fields, dict) or fields.get("type") not in HEADERS:
        return None
    try:
        group = f"{fields['style']}.{fields['group']}"
        if fields["type"] == "mix":
            files = {
                names.mix_file(group, fields["number"], ending): by_hash[fields[column]]
                for ending, column in (("outputs", "outputs"), ("proof", "proof"))
            }
            files[names.mix_file(group, fields["number"], "json")] = blob
        else:
            factors = names.decryption_file(group, fields["trustee"], "factors")
            files = {
                factors: by_hash[fields["factors"]],
                names.decryption_file(group, fields["trustee"], "json"): blob,
            }
        for name, content in files.items():
            names.check_size(name, len(content))
    except (KeyError, TypeError):
        raise Malformed("a file belongs to another one that is missing") from None
    return Given(fields["type"], group, files)


def keep(folder: Path, blobs: list[bytes]) -> None:
    """Put the files of one upload where the work will find them."""
    folder.mkdir(parents=True, mode=0o700)
    for number, blob in enumerate(blobs):
        (folder / f"{number}").write_bytes(blob)


def kept(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.iterdir())]
