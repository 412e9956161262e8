import { demand } from "./refusal.js";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const utf8 = new TextEncoder();

export const ascii = (text) => utf8.encode(text);

export function join(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(text, length) {
  demand(typeof text === "string" && /^(?:[0-9a-f]{2})*$/.test(text), "malformed", "no lower-case hex");
  demand(text.length === 2 * length, "malformed", `${length} bytes of hex are expected`);
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function fromBase64(text) {
  const bytes = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? Uint8Array.from(atob(text), code) : null;
  demand(bytes && toBase64(bytes) === text, "malformed", "no canonical base64");
  return bytes;
}

const code = (character) => character.charCodeAt(0);

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

// RFC 4648 in lower case without padding: what a person reads aloud.
export function toBase32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[parseInt(five.padEnd(5, "0"), 2)]).join("");
}

// A natural number (Number or BigInt) in `length` bytes, highest first.
export function bigEndian(number, length) {
  return fromHex(number.toString(16).padStart(2 * length, "0"), length);
}

export const fromLittleEndian = (bytes) => BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);

export const littleEndian = (number, length) => bigEndian(number, length).reverse();
