"""The same election through Debian's belenios-tool, where it is installed, for comparison.

One question of the kind that Belenios mixes ("NonHomomorphic"), three shuffles, three trustees.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

TOOL = "belenios-tool"
GROUPS = ("Ed25519", "RFC-3526-2048")
TEMPLATE = {
    "description": "comparison",
    "name": "comparison",
    "questions": [{"type": "NonHomomorphic", "value": {"answers": ["A", "B", "C"], "question": "Which?"}}],
}


def is_installed() -> bool:
    return shutil.which(TOOL) is not None


def measure(ballots: int) -> dict[str, float]:
    """Microseconds of processor time a ballot of each stage, with `ballots` ballots."""
    with tempfile.TemporaryDirectory() as folder:
        return _Election(Path(folder), ballots).measure()


class _Election:
    def __init__(self, folder: Path, ballots: int) -> None:
        self._folder = folder
        self._ballots = ballots
        self._seconds: dict[str, float] = {}

    def measure(self) -> dict[str, float]:
        self._set_up(self._group())
        self._timed("seal", self._vote)
        self._timed("check a ballot", lambda: self._run("election", "verify"))
        self._event("EndBallots", b"")
        self._event("EncryptedTally", self._run("election", "compute-encrypted-tally"))
        for trustee in (1, 2, 3):
            shuffled = self._timed("mix", lambda number=trustee: self._shuffle(number))
            self._event("Shuffle", shuffled)
        self._event("EndShuffles", b"")
        for trustee, key in enumerate(sorted(self._folder.glob("*.privkey")), start=1):
            part = self._timed("decrypt", lambda key=key, number=trustee: self._decrypt(key, number))
            self._event("PartialDecryption", part)
        self._event("Result", self._run("election", "compute-result"))
        self._timed("verify all, processor", lambda: self._run("election", "verify"))
        each = {name: 1e6 * seconds / self._ballots for name, seconds in self._seconds.items()}
        each |= {"mix": each["mix"] / 3, "decrypt": each["decrypt"] / 3}
        archive = next(self._folder.glob("*.bel"))
        return {**each, "bytes": archive.stat().st_size / self._ballots}

    def _run(self, *arguments: str, given: bytes = b"") -> bytes:
        done = subprocess.run(
            [TOOL, *arguments], cwd=self._folder, input=given, capture_output=True, check=True
        )
        return done.stdout

    def _timed(self, name, work):
        began = _processor_seconds()
        answer = work()
        self._seconds[name] = self._seconds.get(name, 0.0) + _processor_seconds() - began
        return answer

    def _group(self) -> str:
        for group in GROUPS:
            try:
                self._run("setup", "generate-trustee-key", "--group", group)
            except subprocess.CalledProcessError:
                continue
            return group
        raise RuntimeError("belenios-tool knows none of the groups " + ", ".join(GROUPS))

    def _set_up(self, group: str) -> None:
        uuid = self._run("setup", "generate-token", "--length", "14").decode().strip()
        options = ("--uuid", uuid, "--group", group)
        self._run("setup", "generate-credentials", *options, "--count", str(self._ballots))
        self._move("*.pubcreds", "public_creds.json")
        self._move("*.privcreds", "private_creds.txt")
        for _ in range(2):
            self._run("setup", "generate-trustee-key", "--group", group)
        keys = b"".join(path.read_bytes() for path in sorted(self._folder.glob("*.pubkey")))
        (self._folder / "public_keys.jsons").write_bytes(keys)
        self._run("setup", "make-trustees")
        (self._folder / "template.json").write_text(json.dumps(TEMPLATE))
        self._run("setup", "make-election", *options, "--template", "template.json")
        self._run("archive", "init")

    def _move(self, pattern: str, name: str) -> None:
        next(self._folder.glob(pattern)).rename(self._folder / name)

    def _vote(self) -> None:
        (self._folder / "choice").write_text("[[1,2,3]]")
        for line in (self._folder / "private_creds.txt").read_text().splitlines():
            (self._folder / "credential").write_text(line.split()[-1])
            given = ("--privcred", "credential", "--ballot", "choice")
            self._event("Ballot", self._run("election", "generate-ballot", *given))

    def _shuffle(self, trustee: int) -> bytes:
        return self._run("election", "shuffle", f"--trustee-id={trustee}")

    def _decrypt(self, key: Path, trustee: int) -> bytes:
        return self._run("election", "decrypt", "--privkey", key.name, f"--trustee-id={trustee}")

    def _event(self, kind: str, content: bytes) -> None:
        self._run("archive", "add-event", f"--type={kind}", given=content)


def _processor_seconds() -> float:
    """Of all commands that have ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
