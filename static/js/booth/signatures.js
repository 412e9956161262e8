// Ed25519 as strictly as everyone else reads it (ballots/FORMAT.md, chapters 3 and 26). The library's own `verify`
// multiplies by the cofactor, and so takes signatures that other programs refuse; here R is compared byte for byte.
import { ed25519 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { ascii, fromLittleEndian, join, same } from "./bytes.js";
import { encode, octets } from "./canonical.js";
import { L } from "./group.js";
import { demand } from "./refusal.js";

const { Point } = ed25519;

export const VERSION = "pb-ballots/1";

export function signedBytes(object) {
  const { signature, ...rest } = object;
  return join(ascii(`${VERSION}/sign/${object.type}\n`), encode(rest));
}

export function checkSigned(object, key) {
  checkSignature(key, signedBytes(object), octets(object.signature, 64));
}

export function checkSignature(key, message, signature) {
  demand(signature.length === 64 && holds(key, message, signature), "bad-signature", "the signature does not hold");
}

function holds(key, message, signature) {
  const [r, s] = [signature.subarray(0, 32), fromLittleEndian(signature.subarray(32))];
  const [A, R] = [decoded(key), decoded(r)];
  if (!A || !R || s >= L) return false;
  const k = fromLittleEndian(sha512(join(r, key, message))) % L;
  return same(Point.BASE.multiplyUnsafe(s).subtract(A.multiplyUnsafe(k)).toBytes(), r);
}

function decoded(bytes) {
  try {
    const found = Point.fromBytes(bytes, false);
    return found.isSmallOrder() ? null : found;
  } catch {
    return null;
  }
}
