// Canonical JSON (ballots/FORMAT.md, chapter 2): one value, one byte string.
import { ascii, fromHex, same } from "./bytes.js";
import { demand } from "./refusal.js";

const DEEPEST = 16;
const KEY = /^[\x20-\x7e]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

export const encode = (value) => ascii(written(value, DEEPEST));

export function decode(bytes) {
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    demand(false, "malformed", "no JSON in UTF-8");
  }
  demand(same(encode(value), bytes), "malformed", "not in canonical form");
  return value;
}

// The members of an object that has exactly these.
export function members(value, names) {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  demand(isObject, "malformed", "an object is expected");
  demand(Object.keys(value).sort().join() === [...names].sort().join(), "malformed", `expected ${names.join(", ")}`);
  return value;
}

export function natural(value, most = Number.MAX_SAFE_INTEGER) {
  demand(Number.isSafeInteger(value) && value >= 0 && value <= most, "malformed", "no number in range");
  return value;
}

export const octets = fromHex;

function written(value, depth) {
  if (typeof value === "string") return writtenText(value);
  if (typeof value === "boolean") return String(value);
  if (Number.isSafeInteger(value)) return String(value);
  demand(typeof value === "object" && value !== null, "malformed", "no canonical form");
  demand(depth > 0, "malformed", "nested too deeply");
  if (Array.isArray(value)) return `[${value.map((item) => written(item, depth - 1)).join(",")}]`;
  return `{${Object.keys(value).sort().map((key) => member(key, value[key], depth - 1)).join(",")}}`;
}

function member(key, value, depth) {
  demand(KEY.test(key), "malformed", "a key that is not printable ASCII");
  return `${JSON.stringify(key)}:${written(value, depth)}`;
}

function writtenText(text) {
  demand(!LONE_SURROGATE.test(text), "malformed", "half a character");
  return JSON.stringify(text);
}
