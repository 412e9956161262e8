"""Ed25519 against RFC 8032, against a second library, and against signatures that some would accept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from ballots import signing
from ballots.errors import BadSignature
from ballots.randomness import SeededSource
from ballots.transcript import ORDER

RFC = json.loads((Path(__file__).parent / "vectors" / "rfc8032.json").read_text())["cases"]
PRIME = 2**255 - 19

# The canonical encodings of the eight points of small order, and the six other ways to write some of them.
SMALL_ORDER = (
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
)


def signed(message: bytes = b"a ballot") -> tuple[bytes, bytes]:
    key = signing.new_key(SeededSource(b"signer"))
    return signing.public_key(key), signing.sign(key, message)


def flipped(signature: bytes, bit: int) -> bytes:
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("case", RFC, ids=lambda case: f"message {case['message'] or 'empty'}")
def test_signatures_of_the_rfc_are_made_and_hold(case):
    secret, key, message, signature = (bytes.fromhex(case[name]) for name in case)
    made = Ed25519PrivateKey.from_private_bytes(secret)
    assert signing.public_key(made) == key
    assert signing.sign(made, message) == signature
    signing.verify(key, message, signature)


@pytest.mark.parametrize("key", SMALL_ORDER)
def test_a_key_of_small_order_or_in_another_form_is_refused(key):
    with pytest.raises(BadSignature):
        signing.check_key(bytes.fromhex(key))
    with pytest.raises(BadSignature):
        signing.verify(bytes.fromhex(key), b"", signed()[1])


def test_the_small_order_table_is_complete_and_true():
    """Doubling each y three times on the curve gives the neutral element, y = 1."""
    d = -121665 * pow(121666, -1, PRIME) % PRIME
    for y in signing.SMALL_ORDER:
        for _ in range(3):
            x_squared = (y * y - 1) * pow(d * y * y + 1, -1, PRIME) % PRIME
            y = (y * y + x_squared) * pow(1 - d * x_squared * y * y, -1, PRIME) % PRIME
        assert y == 1
    assert len(signing.SMALL_ORDER) == 5


@pytest.mark.parametrize("bit", [*range(0, 512, 37), 511])
def test_every_changed_bit_of_a_signature_is_found(bit):
    key, signature = signed()
    with pytest.raises(BadSignature):
        signing.verify(key, b"a ballot", flipped(signature, bit))


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_has_64_bytes_and_a_key_32(length):
    key, signature = signed()
    with pytest.raises(BadSignature):
        signing.verify(key, b"a ballot", (signature + signature)[:length])
    with pytest.raises(BadSignature):
        signing.check_key((key + key + key)[:length])


@given(st.binary(max_size=80), st.binary(min_size=32, max_size=32))
def test_two_libraries_agree_on_honest_signatures(message, secret):
    key = Ed25519PrivateKey.from_private_bytes(secret)
    signature = signing.sign(key, message)
    Ed25519PublicKey.from_public_bytes(signing.public_key(key)).verify(signature, message)
    signing.verify(signing.public_key(key), message, signature)


@given(st.binary(min_size=64, max_size=64), st.binary(min_size=32, max_size=32))
def test_what_the_second_library_refuses_is_refused(signature, key):
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, b"m")
    except (InvalidSignature, ValueError):
        with pytest.raises(BadSignature):
            signing.verify(key, b"m", signature)


def test_adding_the_order_to_s_makes_no_second_signature():
    key, signature = signed()
    s = int.from_bytes(signature[32:], "little") + ORDER
    with pytest.raises(BadSignature, match="below the group's order"):
        signing.verify(key, b"a ballot", signature[:32] + s.to_bytes(32, "little"))


def test_a_signature_that_holds_only_with_the_cofactor_is_refused():
    """R has a part of order 8: noble and other libraries that multiply by the cofactor accept it."""
    key = "ef4f62f8479733ad879cfaced3c89a9c39dd4fc795ef2efa1c3eafe4d729a081"
    signature = (
        "2856536c4aeeeb789bd4c703a54587280a914c7e7b9054f42dda4012e369282c"
        "373fc427873ae9942567412d8b0f016c963f741209bc084937a886eeb9b8b805"
    )
    with pytest.raises(BadSignature, match="does not verify"):
        signing.verify(bytes.fromhex(key), b"hi", bytes.fromhex(signature))


def test_a_library_that_multiplies_by_the_cofactor_is_not_asked():
    """As libsodium does in its newer versions."""
    assert signing.without_cofactor(lambda *_: True) is signing.by_openssl
    assert signing.without_cofactor(lambda *_: False).__name__ == "<lambda>"
    assert not signing.by_openssl(*signing.COFACTORED)
    with pytest.raises(BadSignature, match="does not verify"):
        signing.verify(*signing.COFACTORED)


@pytest.mark.parametrize("bit", [0, 255, 256, 500])
def test_the_library_asked_instead_holds_what_was_signed_and_nothing_else(bit):
    key, signature = signed()
    assert signing.by_openssl(key, b"a ballot", signature)
    assert not signing.by_openssl(key, b"a ballot!", signature)
    assert not signing.by_openssl(key, b"a ballot", flipped(signature, bit))
    assert not signing.by_openssl(key[:31], b"a ballot", signature)
