"""ristretto255 in plain Python, straight from RFC 9496 section 4: the slow twin of `ballots.group`."""

from __future__ import annotations

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ROOT_MINUS_ONE = pow(2, (P - 1) // 4, P)
BASE_Y = 4 * pow(5, -1, P) % P

ROOT_MINUS_D_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235

Element = tuple[int, int, int, int]
ZERO: Element = (0, 1, 1, 0)


def is_negative(value: int) -> bool:
    return value % P % 2 == 1


def magnitude(value: int) -> int:
    return -value % P if is_negative(value) else value % P


def sqrt_ratio(u: int, v: int) -> tuple[bool, int]:
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    correct, flipped, flipped_i = (check == sign * u % P for sign in (1, -1, -ROOT_MINUS_ONE))
    if flipped or flipped_i:
        r = ROOT_MINUS_ONE * r % P
    return correct or flipped, magnitude(r)


def decode(octets: bytes) -> Element | None:
    s = int.from_bytes(octets, "little")
    if len(octets) != 32 or s >= P or is_negative(s):
        return None
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    square, inverse = sqrt_ratio(1, v * u2 * u2 % P)
    x_part = inverse * u2 % P
    x = magnitude(2 * s * x_part)
    y = u1 * inverse * x_part * v % P
    if not square or is_negative(x * y) or y == 0:
        return None
    return x, y, 1, x * y % P


def encode(element: Element) -> bytes:
    x, y, z, t = element
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    _, inverse = sqrt_ratio(1, u1 * u2 * u2 % P)
    d1, d2 = inverse * u1 % P, inverse * u2 % P
    z_inverse = d1 * d2 * t % P
    d_inverse = d2
    if is_negative(t * z_inverse):
        _, half = sqrt_ratio(1, (-1 - D) % P)
        x, y, d_inverse = y * ROOT_MINUS_ONE % P, x * ROOT_MINUS_ONE % P, d1 * half % P
    if is_negative(x * z_inverse):
        y = -y % P
    return magnitude(d_inverse * (z - y)).to_bytes(32, "little")


def add(one: Element, other: Element) -> Element:
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, other
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * D * t1 * t2 % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def mul(scalar: int, element: Element) -> Element:
    result = ZERO
    for bit in bin(scalar)[2:]:
        result = add(result, result)
        if bit == "1":
            result = add(result, element)
    return result


def multiscalar(scalars: list[int], points: list[bytes]) -> bytes:
    """None of the points may be invalid: that would be a TypeError here."""
    total = ZERO
    for scalar, point in zip(scalars, points, strict=True):
        element = decode(point)
        if element is None:
            raise TypeError(point.hex())
        total = add(total, mul(scalar, element))
    return encode(total)


def hash_to_point(uniform: bytes) -> bytes:
    return encode(add(_map(uniform[:32]), _map(uniform[32:])))


def _map(octets: bytes) -> Element:
    t = int.from_bytes(octets, "little") % 2**255 % P
    r = ROOT_MINUS_ONE * t * t % P
    u = (r + 1) * (1 - D * D) % P
    v = (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    s, c = (s, -1) if square else (-magnitude(s * t) % P, r)
    n = (c * (r - 1) * (D - 1) ** 2 - v) % P
    w0, w1 = 2 * s * v % P, n * ROOT_MINUS_D_MINUS_ONE % P
    w2, w3 = (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P
