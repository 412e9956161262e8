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

const ids = list(text(1, 32), 0, 1000);

const sheet = object({ marks: (value) => value, name, top: whole(1, 1_000_000), weight: whole(1, 1_000_000) });

const section = object({
  blank: flag,
  budget: MONEY,
  conflicts: list(ids, 0, 1000),
  kind: kindName,
  limits: (value) => value,
  mandatory: ids,
  name,
  projects: list(project, 1, 1000),
  quorum: whole(0),
  rule: pattern(/^[a-z0-9/-]{1,64}$/),
  sheets: list(sheet, 0, 10),
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
  checkTerms(each, place);
}

// Chapter 5, how a section will be counted.
function checkTerms(each, place) {
  const order = new Map(each.projects.map((one, at) => [one.id, at]));
  const ascending = (some, at) => {
    const places = some.map((id) => order.get(id) ?? NaN);
    must(places.every((here, n) => n === 0 ? here >= 0 : here > places[n - 1]), at, "not in the order of the ballot");
    return places;
  };
  const keys = each.conflicts.map((some, n) => {
    must(some.length >= 2, `${place}.conflicts[${n}]`, "at least two projects");
    return ascending(some, `${place}.conflicts[${n}]`);
  });
  must(keys.every((key, n) => n === 0 || before(keys[n - 1], key)), `${place}.conflicts`, "not in the order of the ballot");
  ascending(each.mandatory, `${place}.mandatory`);
  const demanded = each.projects.filter((one) => each.mandatory.includes(one.id)).reduce((sum, one) => sum + one.cost, 0);
  must(demanded <= each.budget, `${place}.mandatory`, "dearer than the budget");
  const rivals = each.conflicts.some((some) => some.filter((id) => each.mandatory.includes(id)).length > 1);
  must(!rivals, `${place}.mandatory`, "two mandatory projects exclude each other");
  distinct(each.sheets.map((one) => one.name), `${place}.sheets`);
  each.sheets.forEach((one, n) => checkMarks(one, order, `${place}.sheets[${n}].marks`));
}

// Whether one list of places comes before another, as words do in a dictionary.
function before(one, two) {
  const at = one.findIndex((here, n) => here !== two[n]);
  return at < 0 ? one.length < two.length : at >= two.length ? false : one[at] < two[at];
}

function checkMarks({ marks, top }, order, place) {
  must(marks !== null && typeof marks === "object" && !Array.isArray(marks), place, "an object is expected");
  for (const [id, points] of Object.entries(marks)) {
    must(order.has(id), place, "marks for no project of the section");
    whole(0, top)(points, `${place}.${id}`);
  }
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
