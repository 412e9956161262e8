// The one hash of the election (ballots/FORMAT.md, chapter 20): different lists of inputs never give the same bytes.
import { sha512 } from "@noble/hashes/sha2.js";
import { ascii, bigEndian, fromLittleEndian, join } from "./bytes.js";
import { L } from "./group.js";

export const digest = (domain, ...items) => sha512(join(...[`pb-ballots/1/${domain}`, ...items].map(encoded)));

export const challenge = (domain, ...items) => fromLittleEndian(digest(domain, ...items)) % L;

// What a sealed ballot belongs to: this election, ballot style and voter group.
export const context = (electionId, style, group) => digest("context", electionId, style, group);

function encoded(item) {
  if (item instanceof Uint8Array) return tagged(1, item);
  if (typeof item === "string") return tagged(2, ascii(item));
  if (typeof item === "number") return tagged(3, shortest(item));
  throw new TypeError("bytes, text and natural numbers are hashed, nothing else");
}

const tagged = (tag, bytes) => join(Uint8Array.of(tag), bigEndian(bytes.length, 8), bytes);

function shortest(number) {
  if (!Number.isSafeInteger(number) || number < 0) throw new TypeError("no natural number");
  return number ? bigEndian(number, Math.ceil(number.toString(16).length / 2)) : new Uint8Array();
}
