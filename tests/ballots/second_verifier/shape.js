// What an object must look like, written as the tables of FORMAT are. A rule takes (value, place), answers what it
// stands for, or finds a Fault. An object keeps what it was read from under RAW, because that is what is signed.
import { must } from "./fault.js";

export const RAW = Symbol("raw");
export const VERSION = "pb-ballots/1";

const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

export function object(rules) {
  const names = Object.keys(rules).sort().join();
  return (value, place) => {
    must(typeof value === "object" && !Array.isArray(value), place, "an object is expected");
    must(Object.keys(value).sort().join() === names, place, `exactly these members are expected: ${names}`);
    const found = { [RAW]: value };
    for (const [name, rule] of Object.entries(rules)) found[name] = rule(value[name], `${place}.${name}`);
    return found;
  };
}

export const typed = (type, rules) => object({ type: literal(type), version: literal(VERSION), ...rules });

export const signed = (type, rules) => typed(type, { signature: bytes(64), ...rules });

export function literal(...allowed) {
  return (value, place) => {
    must(allowed.includes(value), place, `${allowed.join(" or ")} is expected`);
    return value;
  };
}

export function text(least, most) {
  return (value, place) => {
    const characters = typeof value === "string" ? [...value].length : -1;
    must(characters >= least && characters <= most, place, `a text of ${least} to ${most} characters is expected`);
    return value;
  };
}

export function pattern(expression) {
  return (value, place) => {
    must(typeof value === "string" && expression.test(value), place, "not written as it must be");
    return value;
  };
}

export function whole(least, most = Number.MAX_SAFE_INTEGER) {
  return (value, place) => {
    must(Number.isInteger(value) && value >= least && value <= most, place, `${least} to ${most} is expected`);
    return value;
  };
}

export function flag(value, place) {
  must(typeof value === "boolean", place, "true or false is expected");
  return value;
}

export function bytes(length) {
  return (value, place) => {
    const fits = typeof value === "string" && value.length === 2 * length && /^[0-9a-f]*$/.test(value);
    must(fits, place, `${length} bytes in lower-case hex are expected`);
    return Buffer.from(value, "hex");
  };
}

export function list(rule, least, most) {
  return (value, place) => {
    must(Array.isArray(value) && value.length >= least && value.length <= most, place, `${least} to ${most} items`);
    return value.map((item, at) => rule(item, `${place}[${at}]`));
  };
}

// An object whose keys are exactly `names`, all with the same rule.
export const keyed = (names, rule) => object(Object.fromEntries(names.map((name) => [name, rule])));

export function time(value, place) {
  const parsed = TIME.test(value) ? new Date(value) : null;
  const real = parsed && !Number.isNaN(parsed.getTime()) && parsed.toISOString() === value.replace("Z", ".000Z");
  must(real && !value.startsWith("0000"), place, "a time is expected");
  return value;
}

export const name = pattern(/^[a-z][a-z0-9-]{0,31}$/);

export function distinct(values, place) {
  must(new Set(values.map(String)).size === values.length, place, "the same twice");
}
