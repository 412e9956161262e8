// ristretto255 (RFC 9496) and how thirty bytes become one of its elements (ballots/FORMAT.md, chapter 21).
import { ristretto255 } from "@noble/curves/ed25519.js";
import { bigEndian, fromLittleEndian, join, littleEndian, toHex } from "./bytes.js";
import { demand } from "./refusal.js";

export const { Point } = ristretto255;
export const G = Point.BASE;
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;
export const MESSAGE_BYTES = 30;

const TRIES = 128;

// An element other than the identity.
export function point(bytes) {
  const found = bytes.length === 32 ? decoded(bytes) : null;
  demand(found, "bad-point", "these bytes are no element of the group");
  return found;
}

function decoded(bytes) {
  try {
    const found = Point.fromBytes(bytes);
    return found.is0() ? null : found;
  } catch {
    return null;
  }
}

export function scalar(bytes) {
  const number = fromLittleEndian(bytes);
  demand(bytes.length === 32 && number < L, "bad-proof", "the number is not below the group's order");
  return number;
}

export const scalarBytes = (number) => littleEndian(number, 32);

// 512 random bits, so that no number is noticeably likelier than another.
export function randomScalar() {
  const drawn = BigInt(`0x${toHex(crypto.getRandomValues(new Uint8Array(64)))}`) % L;
  return drawn || randomScalar();
}

// 2k, the message, 0: for the smallest k with which this is an element.
export function messagePoint(message) {
  demand(message.length === MESSAGE_BYTES, "malformed", `a message has ${MESSAGE_BYTES} bytes`);
  for (let k = 0; k < TRIES; k += 1) {
    const found = decoded(join(Uint8Array.of(2 * k), message, Uint8Array.of(0)));
    if (found) return found;
  }
  return demand(false, "does-not-fit", "this marking fits no element: mark something else");
}

export const messageOf = (code) => bigEndian(code, MESSAGE_BYTES);
