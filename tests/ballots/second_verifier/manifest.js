// FORMAT chapters 4 and 5: the frozen election.
import { digest, checkKey } from "./crypto.js";
import { must } from "./fault.js";
import { parse } from "./json.js";
import { KINDS, kindName, sizeOf } from "./kinds.js";
import { bytes, distinct, flag, list, name, object, pattern, text, time, typed, whole } from "./shape.js";

const MONEY = whole(0);
const titled = object({ en: text(1, 200), ko: text(1, 200) });
const origin = pattern(/^(?=.{1,100}$)[a-z0-9.-]+(?:\/[a-z0-9.-]+)*$/);

export function ed25519Key(value, place) {
  const key = bytes(32)(value, place);
  checkKey(key, place);
  return key;
}

const project = object({ cost: MONEY, id: pattern(/^[A-Za-z0-9_.-]{1,32}$/), title: titled });

const section = object({
  blank: flag,
  budget: MONEY,
  kind: kindName,
  limits: (value) => value,
  name,
  projects: list(project, 1, 1000),
  rule: pattern(/^[a-z0-9/-]{1,64}$/),
  ties: list(pattern(/^[a-z0-9:.-]{1,64}$/), 1, 10),
  title: titled,
});

const manifest = typed("manifest", {
  ceremony: bytes(32),
  clerks: list(object({ key: ed25519Key, name: text(1, 100) }), 0, 100),
  closes: time,
  groups: list(object({ name, weight: whole(1, 1_000_000) }), 1, 20),
  log: object({ key: ed25519Key, origin }),
  merge: list(object({ from: name, into: name }), 0, 20),
  nonce: bytes(32),
  opens: time,
  quorum: whole(0, 50),
  registrar: ed25519Key,
  roll: object({ root: bytes(32), slots: whole(1, 2 ** 24) }),
  sections: list(section, 1, 50),
  smallest: whole(5, 1000),
  styles: list(object({ name, sections: list(name, 1, 20) }), 1, 2000),
  title: titled,
  trustees: object({ count: whole(1, 50), mixers: whole(1, 50), threshold: whole(1, 50) }),
  witnesses: list(object({ key: ed25519Key, name: origin }), 0, 50),
});

export function readManifest(blob) {
  const place = "manifest.json";
  const found = manifest(parse(blob, place), place);
  found.id = digest("manifest", blob).subarray(0, 32);
  found.sections.forEach((each, at) => checkSection(each, `${place}.sections[${at}]`));
  checkTogether(found, place);
  checkStyles(found, place);
  checkMerges(found, place);
  return found;
}

function checkSection(each, place) {
  const kind = KINDS[each.kind];
  each.limits = kind.limits(each.limits, `${place}.limits`);
  distinct(each.projects.map((one) => one.id), `${place}.projects`);
  kind.check?.(each.limits, each, `${place}.limits`);
  must(!each.blank || !kind.empty(each.limits), `${place}.blank`, "the empty marking is lawful anyway");
}

function checkTogether(found, place) {
  const { count, mixers, threshold } = found.trustees;
  must(threshold <= mixers && mixers <= count, `${place}.trustees`, "threshold ≤ mixers ≤ count");
  must(found.opens < found.closes, `${place}.closes`, "closes before it opens");
  must(found.quorum <= found.witnesses.length, `${place}.quorum`, "more than there are witnesses");
  const people = [found.log, ...found.clerks, ...found.witnesses];
  found.keys = [found.registrar, ...people.map((each) => each.key)].map((key) => key.toString("hex"));
  distinct(found.keys, place);
  for (const part of ["clerks", "groups", "sections", "styles", "witnesses"]) {
    distinct(found[part].map((each) => each.name), `${place}.${part}`);
  }
}

function checkStyles(found, place) {
  const sections = new Map(found.sections.map((each) => [each.name, each]));
  for (const style of found.styles) {
    const at = `${place}.styles.${style.name}`;
    distinct(style.sections, at);
    must(style.sections.every((each) => sections.has(each)), at, "no such section");
    style.parts = style.sections.map((each) => sections.get(each));
    must(style.parts.reduce((size, each) => size * sizeOf(each), 1n) <= 2n ** 240n, at, "does not fit");
  }
  const used = new Set(found.styles.flatMap((style) => style.sections));
  must(found.sections.every((each) => used.has(each.name)), `${place}.sections`, "a section is on no ballot");
}

function checkMerges(found, place) {
  const groups = found.groups.map((each) => each.name);
  distinct(found.merge.map((each) => each.from), `${place}.merge`);
  for (const { from, into } of found.merge) {
    must(from !== into && groups.includes(from) && groups.includes(into), `${place}.merge`, "no such merging");
  }
}

export const styleNamed = (election, wanted) => election.styles.find((style) => style.name === wanted);
