// FORMAT chapter 2. The reader knows only the canonical form, so that nothing else needs to be looked for.
import { must } from "./fault.js";

const DEEPEST = 16;
const NUMBER = /-?(?:0|[1-9][0-9]{0,15})(?![0-9.eE])/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\btnfr]|u00(?:0[0-7be-f]|1[0-9a-f]))/y;
const KEY = /^[\x20-\x7e]*$/;

export function parse(bytes, place, limit = 16 * 1024 * 1024) {
  must(bytes.length <= limit, place, "too long");
  const reader = new Reader(decoded(bytes, place), place);
  const value = reader.value(DEEPEST);
  reader.must(reader.at === reader.text.length, "something after the value");
  return value;
}

function decoded(bytes, place) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return must(false, place, "no UTF-8");
  }
}

class Reader {
  constructor(text, place) {
    Object.assign(this, { text, place, at: 0 });
  }

  must(holds, reason) {
    must(holds, this.place, `${reason} (character ${this.at})`);
  }

  eat(word) {
    const found = this.text.startsWith(word, this.at);
    if (found) this.at += word.length;
    return found;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    this.at += found?.length ?? 0;
    return found;
  }

  value(depth) {
    const next = this.text[this.at];
    if (next === '"') return this.string();
    if (this.eat("true")) return true;
    if (this.eat("false")) return false;
    if (next !== "{" && next !== "[") return this.number();
    this.must(depth > 0, "nested too deeply");
    return next === "{" ? this.object(depth - 1) : this.array(depth - 1);
  }

  number() {
    const digits = this.match(NUMBER);
    this.must(digits !== null && digits !== "-0" && Number.isSafeInteger(Number(digits)), "no canonical value");
    return Number(digits);
  }

  string() {
    this.must(this.eat('"'), "a string is expected");
    const start = this.at;
    do this.match(PLAIN);
    while (this.match(ESCAPE) !== null);
    const inside = this.text.slice(start, this.at);
    this.must(this.eat('"'), "no canonical string");
    return JSON.parse(`"${inside}"`);
  }

  array(depth) {
    this.at += 1;
    const items = [];
    if (this.eat("]")) return items;
    do items.push(this.value(depth));
    while (this.eat(","));
    this.must(this.eat("]"), "no canonical array");
    return items;
  }

  object(depth) {
    this.at += 1;
    const found = Object.create(null);
    if (this.eat("}")) return found;
    let before = null;
    do {
      const key = this.string();
      this.must(KEY.test(key) && (before === null || before < key), "keys are ASCII, sorted, each once");
      this.must(this.eat(":"), "no canonical object");
      found[key] = this.value(depth);
      before = key;
    } while (this.eat(","));
    this.must(this.eat("}"), "no canonical object");
    return found;
  }
}

export const write = (value) => Buffer.from(written(value), "utf8");

function written(value) {
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${written(value[key])}`);
  return `{${pairs.join(",")}}`;
}
