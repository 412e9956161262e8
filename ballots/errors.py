"""Every refusal of this library has a name, a place and a reason.

A check raises one of these or returns nothing. `code` is short and stable (programs may compare it), `place`
says where (a file, a line, a slot, a leaf), `reason` is one plain sentence for a person.
"""

from __future__ import annotations


class BallotError(Exception):
    """A refusal: what was wrong (`code`), where (`place`) and why (`reason`)."""

    code = "ballot-error"

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason = reason
        self.place = place

    def __str__(self) -> str:
        return f"{self.code}: {self.place}: {self.reason}" if self.place else f"{self.code}: {self.reason}"

    def at(self, place: str) -> BallotError:
        """The same refusal with `place` put before what is already known of the place."""
        return type(self)(self.reason, f"{place}, {self.place}" if self.place else place)


class Malformed(BallotError):
    """Bytes that are not what FORMAT.md says: wrong form, wrong length, unknown or missing member."""

    code = "malformed"


class TooLarge(Malformed):
    """More bytes, members or depth than the format allows."""

    code = "too-large"


class BadSignature(BallotError):
    """A signature does not verify, or its key is one nobody may use."""

    code = "bad-signature"


class BadPoint(BallotError):
    """32 bytes that are no element of the group, or the identity where the protocol refuses it."""

    code = "bad-point"


class BadProof(BallotError):
    """A zero-knowledge proof, an inclusion proof or a consistency proof does not hold."""

    code = "bad-proof"


class Refused(BallotError):
    """Well formed, rightly signed, and yet against a rule of the election."""

    code = "refused"


class Unlawful(Refused):
    """A marking that the ballot's rules do not allow."""

    code = "unlawful-marking"


class DoesNotFit(Refused):
    """A ballot style that needs more than 240 bits."""

    code = "does-not-fit"


class BadBundle(BallotError):
    """A bundle that is no lawful zip file or folder of this format."""

    code = "bad-bundle"


class BadKeyFile(BallotError):
    """A key file that cannot be opened: wrong passphrase, wrong permissions, or altered."""

    code = "bad-key-file"
