"""The zip of a bundle: one set of files, one byte string (FORMAT.md, chapter 16).

Written so that any unzip tool opens it; read so strictly that every changed byte is found. Nothing is
compressed, so a small file cannot swell; headers are fixed: no links, no second names, no extras.
"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final

from ballots.bundle import names
from ballots.errors import BadBundle

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK: Final = b"PK\x03\x04"
_CENTRAL_MARK: Final = b"PK\x01\x02"
_END_MARK: Final = b"PK\x05\x06"
_MADE_BY, _VERSION, _DATE = 0x0314, 20, 0x0021
_REGULAR: Final = 0x81A40000
MOST_BYTES: Final = 2**32 - 1
CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the archive: where its header begins, how long it is, its CRC-32."""

    name: str
    offset: int
    size: int
    crc: int

    def local(self) -> bytes:
        """The header before the data."""
        name = self.name.encode("ascii")
        numbers = (_VERSION, 0, 0, 0, _DATE, self.crc, self.size, self.size, len(name), 0)
        return _LOCAL.pack(_LOCAL_MARK, *numbers) + name

    def central(self) -> bytes:
        """The header at the end of the archive."""
        name = self.name.encode("ascii")
        numbers = (_MADE_BY, _VERSION, 0, 0, 0, _DATE, self.crc, self.size, self.size, len(name))
        return _CENTRAL.pack(_CENTRAL_MARK, *numbers, 0, 0, 0, 0, _REGULAR, self.offset) + name

    @property
    def start(self) -> int:
        """Where the data begins."""
        return self.offset + _LOCAL.size + len(self.name)


def write(path: Path, files: Iterable[tuple[str, Path]]) -> None:
    """Write the files (name in the archive, where it lies) as one archive; streams, never holds a file."""
    ordered = sorted(files)
    if len(ordered) > names.MOST_FILES:
        raise BadBundle(f"{len(ordered)} files; publish so large an election as a folder", str(path))
    with path.open("wb") as out:
        members = [_write_member(out, name, source) for name, source in ordered]
        _write_end(out, members, str(path))


def _write_member(out: BinaryIO, name: str, source: Path) -> Member:
    offset, size, crc = out.tell(), source.stat().st_size, 0
    names.check_size(name, size)
    if offset + size + _LOCAL.size + len(name) > MOST_BYTES:
        raise BadBundle("more than 4 GiB; publish so large an election as a folder", name)
    out.write(Member(name, offset, size, 0).local())
    with source.open("rb") as data:
        while chunk := data.read(CHUNK):
            crc = zlib.crc32(chunk, crc)
            out.write(chunk)
    member = Member(name, offset, size, crc)
    out.seek(offset)
    out.write(member.local())
    out.seek(0, os.SEEK_END)
    return member


def _write_end(out: BinaryIO, members: list[Member], place: str) -> None:
    start = out.tell()
    for member in members:
        out.write(member.central())
    size = out.tell() - start
    if start > MOST_BYTES:
        raise BadBundle("more than 4 GiB; publish so large an election as a folder", place)
    out.write(_END.pack(_END_MARK, 0, 0, len(members), len(members), size, start, 0))


class Archive:
    """A bundle in a zip file. Opening reads every header and refuses what `write` would not have written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDONLY)
        try:
            self._members = {member.name: member for member in self._read_members()}
        except BaseException:
            self.close()
            raise

    @property
    def names(self) -> tuple[str, ...]:
        """Every file, sorted."""
        return tuple(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def size(self, name: str) -> int:
        """The length of a file in bytes; BadBundle if there is none."""
        return self._member(name).size

    def read(self, name: str) -> bytes:
        """A whole file; BadBundle if there is none."""
        return self.part(name, 0, self.size(name))

    def part(self, name: str, start: int, length: int) -> bytes:
        """`length` bytes of a file from `start`; BadBundle if it is shorter."""
        member = self._member(name)
        if start + length > member.size:
            raise BadBundle(f"{member.size} bytes, {start + length} are wanted", name)
        return self._bytes(member.start + start, length)

    def check_whole(self) -> None:
        """BadBundle unless every file has the checksum its header gives."""
        for member in self._members.values():
            crc = 0
            for chunk in self._chunks(member):
                crc = zlib.crc32(chunk, crc)
            if crc != member.crc:
                raise BadBundle("the file is damaged: another checksum", member.name)

    def close(self) -> None:
        """Let go of the file."""
        with suppress(OSError):
            os.close(self._file)

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _member(self, name: str) -> Member:
        if name not in self._members:
            raise BadBundle("the bundle lacks this file", name)
        return self._members[name]

    def _chunks(self, member: Member) -> Iterator[bytes]:
        for start in range(0, member.size, CHUNK):
            yield self._bytes(member.start + start, min(CHUNK, member.size - start))

    def _bytes(self, start: int, length: int) -> bytes:
        found = os.pread(self._file, length, start)
        while len(found) < length:
            more = os.pread(self._file, length - len(found), start + len(found))
            if not more:
                raise BadBundle("the file ends too early", str(self.path))
            found += more
        return found

    def _read_members(self) -> Iterator[Member]:
        count, size, start = self._read_end()
        central = self._bytes(start, size)
        at = offset = 0
        last = ""
        for _ in range(count):
            member, at = _read_central(central, at, offset)
            if member.name <= last:
                raise BadBundle("files are not sorted by name, each once", repr(member.name))
            names.check_size(member.name, member.size)
            if member.start + member.size > start:
                raise BadBundle("the file would lie outside the archive", member.name)
            if self._bytes(offset, member.start - offset) != member.local():
                raise BadBundle("the two headers of this file differ", member.name)
            offset, last = member.start + member.size, member.name
            yield member
        if at != size or offset != start:
            raise BadBundle("bytes that belong to no file", str(self.path))

    def _read_end(self) -> tuple[int, int, int]:
        length = os.fstat(self._file).st_size
        if length < _END.size:
            raise BadBundle(f"{length} bytes are no zip file", str(self.path))
        mark, disk, first, here, count, size, start, comment = _END.unpack(
            self._bytes(length - _END.size, _END.size)
        )
        if mark != _END_MARK:
            raise BadBundle("no zip file of this format: it does not end as one (cut off?)", str(self.path))
        if disk or first or comment or here != count or start + size + _END.size != length:
            raise BadBundle("no zip file of this format: its end does not fit its length", str(self.path))
        if size > count * (_CENTRAL.size + names.LONGEST_NAME):
            raise BadBundle("the list of files is too long for its files", str(self.path))
        return count, size, start


def _read_central(central: bytes, at: int, offset: int) -> tuple[Member, int]:
    """The member whose central header begins at `at`, and where the next begins."""
    header = central[at : at + _CENTRAL.size]
    if len(header) < _CENTRAL.size:
        raise BadBundle("the list of files is cut off", f"file header at {at}")
    fields = _CENTRAL.unpack(header)
    raw = central[at + _CENTRAL.size : at + _CENTRAL.size + fields[10]]
    if not raw.isascii():
        raise BadBundle("a file name that is not ASCII", repr(raw[:200]))
    member = Member(raw.decode("ascii"), offset, fields[9], fields[7])
    _check_plain(fields, member)
    end = at + len(member.central())
    if central[at:end] != member.central():
        raise BadBundle("this header is not the one form the format has", repr(member.name[:200]))
    return member, end


def _check_plain(fields: tuple[int, ...], member: Member) -> None:
    """Say what is wrong with the commoner oddities; the byte comparison finds all others."""
    place = repr(member.name[:200])
    if fields[3] & 1:
        raise BadBundle("an encrypted file", place)
    if fields[4]:
        raise BadBundle("a compressed file; bundles are stored as they are", place)
    if fields[15] >> 28 == 0xA:
        raise BadBundle("a link is no file", place)
