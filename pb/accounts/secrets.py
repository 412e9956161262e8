"""Tokens, codes and passwords: made here, checked here, and kept only as digests."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# RFC 9106's parameters scaled to what 30 sign-ins a second on two cores allow; officials are few.
FOR_RESIDENTS = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
FOR_OFFICIALS = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)

# Without letters and digits that look alike: 32 signs, five bits each.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


@dataclass(frozen=True)
class Keys:
    """What follows from the app's one secret: a key for digests and one for encryption."""

    digesting: bytes
    sealing: Fernet

    @classmethod
    def of(cls, secret_key: str) -> "Keys":
        sealing = base64.urlsafe_b64encode(derived(secret_key, b"second factor"))
        return cls(derived(secret_key, b"digests"), Fernet(sealing))

    def digest(self, purpose: str, text: str) -> str:
        """What is kept instead of `text`; of no use without the key, so that a stolen table says nothing."""
        return hmac.new(self.digesting, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def derived(secret_key: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"pb/accounts/" + purpose).derive(secret_key.encode())


def new_token() -> str:
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Twelve signs in groups of four: 60 bits, easy to copy from paper."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(signs[start : start + 4] for start in range(0, CODE_LENGTH, 4))


def bare(code: str) -> str:
    """A typed code without what people put between: blanks, hyphens, small letters."""
    return "".join(sign for sign in code.upper() if sign in ALPHABET)


def hashed(password: str, official: bool) -> str:
    return (FOR_OFFICIALS if official else FOR_RESIDENTS).hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether `kept` is of this password. Where there is nothing kept it takes as long and says no."""
    try:
        return FOR_RESIDENTS.verify(kept or of_nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_weak(kept: str, official: bool) -> bool:
    """Whether the password was hashed with less work than its holder's office now asks for."""
    return (FOR_OFFICIALS if official else FOR_RESIDENTS).check_needs_rehash(kept)


@cache
def of_nobody() -> str:
    return FOR_RESIDENTS.hash(secrets.token_urlsafe(32))
