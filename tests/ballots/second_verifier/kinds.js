// FORMAT chapter 5: which limits a kind has, how many codes, and what each code says.
import { must } from "./fault.js";
import { flag, literal, object, whole } from "./shape.js";

const NOTHING = null;

export function binomial(n, k) {
  let result = 1n;
  for (let i = 0; i < k; i += 1) result = (result * BigInt(n - i)) / BigInt(i + 1);
  return k > n ? 0n : result;
}

function falling(n, k) {
  let result = 1n;
  for (let i = 0; i < k; i += 1) result *= BigInt(n - i);
  return result;
}

const sizes = (count, n, { min, max }) => Array.from({ length: max - min + 1 }, (_, i) => count(n, min + i));

const added = (numbers) => numbers.reduce((one, other) => one + other, 0n);

// Which length a code belongs to, and its number among those of that length.
function block(code, blocks, least) {
  let [rest, length] = [code, least];
  for (const size of blocks) {
    if (rest < size) break;
    rest -= size;
    length += 1;
  }
  return [length, rest];
}

function chosenSet(rest, length, n) {
  const chosen = [];
  let candidate = n - 1;
  for (let i = length; i > 0; i -= 1) {
    while (binomial(candidate, i) > rest) candidate -= 1;
    rest -= binomial(candidate, i);
    chosen.unshift(candidate);
  }
  return chosen;
}

function chosenOrder(rest, length, n) {
  const ranks = [];
  for (let left = n - length + 1; left <= n; left += 1) {
    ranks.unshift(Number(rest % BigInt(left)));
    rest /= BigInt(left);
  }
  const free = Array.from({ length: n }, (_, number) => number);
  return ranks.map((rank) => free.splice(rank, 1)[0]);
}

function digits(code, radix, n) {
  const found = [];
  for (let i = 0; i < n; i += 1) {
    found.unshift(Number(code % BigInt(radix)));
    code /= BigInt(radix);
  }
  return found;
}

const named = (numbers, { projects }) => numbers.map((number) => projects[number].id);

const minMax = object({ max: whole(1, 240), min: whole(0, 240) });

function someProjects({ max, min }, { projects }, place) {
  must(min <= max && max <= projects.length, place, "min ≤ max ≤ number of projects");
}

const none = object({});

const power = ({ limits, projects }) => BigInt(limits.max + 1) ** BigInt(projects.length);

const points = (code, section) => digits(code, section.limits.max + 1, section.projects.length);

function cumulativeLimits({ exact, max, points: all }, { projects }, place) {
  must(max <= all && (!exact || all <= projects.length * max), place, "these points cannot be given");
}

function cumulativeMarking(code, section) {
  const { exact, points: all } = section.limits;
  const given = points(code, section);
  const total = given.reduce((one, other) => one + other, 0);
  return total > all || (exact && total !== all) ? NOTHING : given;
}

function affordable(code, section) {
  const chosen = digits(code, 2, section.projects.length).reverse().flatMap((bit, number) => (bit ? [number] : []));
  const spent = added(chosen.map((number) => BigInt(section.projects[number].cost)));
  return spent > BigInt(section.limits.spend) ? NOTHING : named(chosen, section);
}

export const KINDS = {
  approval: {
    limits: minMax,
    check: someProjects,
    size: ({ limits, projects }) => added(sizes(binomial, projects.length, limits)),
    marking(code, section) {
      const n = section.projects.length;
      const [length, rest] = block(code, sizes(binomial, n, section.limits), section.limits.min);
      return named(chosenSet(rest, length, n), section);
    },
    empty: ({ min }) => min === 0,
  },
  knapsack: {
    limits: object({ spend: whole(1) }),
    size: ({ projects }) => 2n ** BigInt(projects.length),
    marking: affordable,
    empty: () => true,
  },
  "choose-1": {
    limits: none,
    size: ({ projects }) => BigInt(projects.length),
    marking: (code, section) => named([Number(code)], section),
    empty: () => false,
  },
  "yes-no": {
    limits: none,
    check: (_, { projects }, place) => must(projects.length === 1, place, "one project"),
    size: () => 2n,
    marking: (code) => (code ? "yes" : "no"),
    empty: () => false,
  },
  ranked: {
    limits: minMax,
    check: someProjects,
    size: ({ limits, projects }) => added(sizes(falling, projects.length, limits)),
    marking(code, section) {
      const n = section.projects.length;
      const [length, rest] = block(code, sizes(falling, n, section.limits), section.limits.min);
      return named(chosenOrder(rest, length, n), section);
    },
    empty: ({ min }) => min === 0,
  },
  cumulative: {
    limits: object({ exact: flag, max: whole(1, 1_000_000), points: whole(1, 1_000_000) }),
    check: cumulativeLimits,
    size: power,
    marking: cumulativeMarking,
    empty: ({ exact }) => !exact,
  },
  scoring: {
    limits: object({ max: whole(1, 1_000_000) }),
    size: power,
    marking: points,
    empty: () => true,
  },
};

export const kindName = literal(...Object.keys(KINDS));

export const sizeOf = (section) => KINDS[section.kind].size(section) + (section.blank ? 1n : 0n);

function sectionMarking(code, section) {
  if (section.blank && code === 0n) return "blank";
  return KINDS[section.kind].marking(code - (section.blank ? 1n : 0n), section);
}

// The marking of a style's sections with this code, by section name; null if the code is no lawful ballot.
export function unpack(code, sections) {
  const marking = {};
  for (const section of [...sections].reverse()) {
    marking[section.name] = sectionMarking(code % sizeOf(section), section);
    code /= sizeOf(section);
  }
  return code > 0n || Object.values(marking).includes(NOTHING) ? null : marking;
}

// Whether a marking, as it stands in a plaintext line, is lawful and in the one form.

function isSet(marking, ids, least, most) {
  const numbers = Array.isArray(marking) ? marking.map((id) => ids.indexOf(id)) : [-1];
  const rising = numbers.every((number, at) => at === 0 || numbers[at - 1] < number);
  return !numbers.includes(-1) && rising && numbers.length >= least && numbers.length <= most;
}

function isOrder(marking, ids, { min, max }) {
  const known = Array.isArray(marking) && marking.every((id) => ids.includes(id));
  return known && new Set(marking).size === marking.length && marking.length >= min && marking.length <= max;
}

function isPoints(marking, ids, max) {
  const fits = (each) => Number.isInteger(each) && each >= 0 && each <= max;
  return Array.isArray(marking) && marking.length === ids.length && marking.every(fits);
}

const total = (numbers) => numbers.reduce((one, other) => one + other, 0);

const cost = (marking, { projects }) =>
  added(projects.filter((project) => marking.includes(project.id)).map((project) => BigInt(project.cost)));

const LAWFUL = {
  approval: (marking, ids, { limits }) => isSet(marking, ids, limits.min, limits.max),
  knapsack: (marking, ids, section) =>
    isSet(marking, ids, 0, ids.length) && cost(marking, section) <= BigInt(section.limits.spend),
  "choose-1": (marking, ids) => isSet(marking, ids, 1, 1),
  "yes-no": (marking) => marking === "yes" || marking === "no",
  ranked: (marking, ids, { limits }) => isOrder(marking, ids, limits),
  cumulative: (marking, ids, { limits: { exact, max, points: all } }) =>
    isPoints(marking, ids, max) && (exact ? total(marking) === all : total(marking) <= all),
  scoring: (marking, ids, { limits }) => isPoints(marking, ids, limits.max),
};

export function isLawful(marking, section) {
  if (marking === "blank") return section.blank;
  return LAWFUL[section.kind](marking, section.projects.map((project) => project.id), section);
}
