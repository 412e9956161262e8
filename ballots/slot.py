"""What the log has said of one slot, and what may happen to it next (FORMAT.md, chapter 10).

A `SlotState` is small enough for a database row: the app asks the row's state the same questions that a
`box.Box` asks of a whole log.
"""

from __future__ import annotations

from dataclasses import dataclass

from ballots.entry import NOTHING_BEFORE, Admit, Cast, Readmit, Void
from ballots.errors import Refused


@dataclass(slots=True)
class SlotState:
    """One slot so far. Each method takes one entry for it: Refused, and nothing changed, if it may not be.

    That the slot exists and that no other slot has the device is the caller's to check. `entry_hash` is the
    leaf hash of the entry, `leaf` its index in the log.
    """

    device: bytes = b""
    admitted_by: bytes = b""
    revision: int = 0
    last_cast: bytes = NOTHING_BEFORE
    voided: int = 0
    barred: bool = False
    leaf: int = -1
    ciphertext: bytes = b""

    @property
    def counts(self) -> bool:
        """Whether the slot's last ballot counts."""
        return not self.barred and self.revision > self.voided

    def admit(self, entry: Admit, entry_hash: bytes) -> None:
        """The first device of the slot."""
        if self.device:
            raise Refused(f"slot {entry.slot} has a device already")
        self._take_device(entry, entry_hash)

    def readmit(self, entry: Readmit, entry_hash: bytes) -> None:
        """A new device in the place of the old one."""
        if not self.device or entry.replaces != self.admitted_by:
            raise Refused(f"this does not replace the device of slot {entry.slot}")
        self._take_device(entry, entry_hash)

    def cast(self, entry: Cast, entry_hash: bytes, leaf: int) -> None:
        """A ballot from the slot's device that follows the one before."""
        if not self.device or entry.device != self.device:
            raise Refused(f"slot {entry.slot} does not vote with this device")
        self._check_open(entry.slot)
        if entry.revision != self.revision + 1 or entry.supersedes != self.last_cast:
            raise Refused(f"revision {entry.revision} of slot {entry.slot} does not follow {self.revision}")
        self.revision, self.last_cast, self.leaf = entry.revision, entry_hash, leaf
        self.ciphertext = entry.sealed.alpha + entry.sealed.beta

    def void(self, entry: Void) -> None:
        """The slot's ballots so far do not count; for desk and death, none will."""
        if entry.revision != self.revision:
            raise Refused(f"the last revision of slot {entry.slot} is {self.revision}, not {entry.revision}")
        if self.barred:
            raise Refused(f"slot {entry.slot} is barred already")
        if entry.reason == "request" and not self.counts:
            raise Refused(f"slot {entry.slot} has no ballot to take back")
        self.voided = self.revision
        self.barred = entry.reason != "request"

    def _take_device(self, entry: Admit | Readmit, entry_hash: bytes) -> None:
        self._check_open(entry.slot)
        self.device, self.admitted_by = entry.device, entry_hash

    def _check_open(self, number: int) -> None:
        if self.barred:
            raise Refused(f"slot {number} is barred: a paper ballot was handed out, or the voter died")
