// FORMAT chapters 3, 20, 21: hashes, ristretto255, Ed25519 read strictly.
import { createHash } from "node:crypto";
import { ed25519, ristretto255, ristretto255_hasher } from "@noble/curves/ed25519.js";
import { must } from "./fault.js";
import { write } from "./json.js";
import { RAW, VERSION } from "./shape.js";

const Edwards = ed25519.Point;
const Ristretto = ristretto255.Point;
const P = 2n ** 255n - 19n;
const TOP = 1n << 255n;
const Z = 2707385501144840649318225287225658788936804267575313519463743609750303402022n;
const SMALL_ORDER = [0n, 1n, P - 1n, Z, P - Z];

export const L = (1n << 252n) + 27742317777372353535851937790883648493n;
export const G = Ristretto.BASE;
export const ZERO = Ristretto.ZERO;

export const sha256 = (...parts) => hashed("sha256", parts);
export const sha512 = (...parts) => hashed("sha512", parts);

function hashed(algorithm, parts) {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export function u64(number) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(number));
  return bytes;
}

export const littleEndian = (bytes) => BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);

export const digest = (domain, ...items) => sha512(item(`pb-ballots/1/${domain}`), ...items.map(item));

export const challenge = (domain, ...items) => littleEndian(digest(domain, ...items)) % L;

function item(value) {
  if (typeof value === "string") return framed(2, Buffer.from(value, "utf8"));
  if (typeof value === "number" || typeof value === "bigint") return framed(3, natural(value));
  if (Array.isArray(value)) return Buffer.concat([Buffer.of(4), u64(value.length), ...value.map(item)]);
  return framed(1, value);
}

const framed = (tag, bytes) => Buffer.concat([Buffer.of(tag), u64(bytes.length), bytes]);

function natural(number) {
  const digits = number.toString(16);
  return number ? Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex") : Buffer.alloc(0);
}

// Points and scalars

function element(bytes) {
  try {
    return Ristretto.fromBytes(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

// The identity is one, too.
export const isPoint = (bytes) => element(bytes) !== null;

export function point(bytes, place) {
  const found = element(bytes);
  must(found && !found.is0(), place, "no element of the group, or the identity");
  return found;
}

export function scalar(bytes, place) {
  const number = littleEndian(bytes);
  must(number < L, place, "not below the group's order");
  return number;
}

export const times = (number, element) => element.multiplyUnsafe(((number % L) + L) % L);

export const sum = (elements) => elements.reduce((total, each) => total.add(each), ZERO);

export const octets = (element) => Buffer.from(element.toBytes());

const generators = new Map();

export function generator(number) {
  if (!generators.has(number)) {
    const uniform = Uint8Array.from(digest("generator", number));
    generators.set(number, ristretto255_hasher.deriveToCurve(uniform));
  }
  return generators.get(number);
}

// Chapter 21 rules 4 and 5: the 30 bytes that this point carries, or null.
export function carried(bytes) {
  if (bytes[31] !== 0 || bytes[0] % 2 !== 0) return null;
  for (let first = 0; first < bytes[0]; first += 2) {
    const other = Buffer.from(bytes);
    other[0] = first;
    if (!other.equals(Buffer.alloc(32)) && element(other)) return null;
  }
  return bytes.equals(Buffer.alloc(32)) ? null : bytes.subarray(1, 31);
}

// Signatures

const yOf = (bytes) => littleEndian(bytes) % TOP;

export function checkKey(key, place) {
  must(yOf(key) < P && !SMALL_ORDER.includes(yOf(key)), place, "no key that may be used");
}

export function checkSignature(key, message, signature, place) {
  checkKey(key, place);
  must(holds(key, message, signature), place, "the signature does not hold");
}

function holds(key, message, signature) {
  const [r, s] = [signature.subarray(0, 32), littleEndian(signature.subarray(32))];
  if (s >= L || SMALL_ORDER.includes(yOf(r))) return false;
  const A = curvePoint(key);
  if (!A) return false;
  const k = littleEndian(sha512(r, key, message)) % L;
  const expected = Edwards.BASE.multiplyUnsafe(s).subtract(A.multiplyUnsafe(k));
  return Buffer.from(expected.toBytes()).equals(r);
}

function curvePoint(key) {
  try {
    return Edwards.fromBytes(Uint8Array.from(key), false);
  } catch {
    return null;
  }
}

export function checkSigned(key, read, place, ...leftOut) {
  checkSignature(key, signedMessage(read, ...leftOut), read.signature, `${place}.signature`);
}

export function signedMessage(read, ...leftOut) {
  const rest = { ...read[RAW] };
  for (const member of ["signature", ...leftOut]) delete rest[member];
  return Buffer.concat([Buffer.from(`${VERSION}/sign/${read.type}\n`), write(rest)]);
}
