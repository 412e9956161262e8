// The kinds of ballot: each gives every lawful marking one number below its size (ballots/FORMAT.md, chapter 5).
import { Refusal } from "./refusal.js";

export const BLANK = "blank";

function unlawful(reason, section) {
  throw new Refusal("unlawful", `${section.name}: ${reason}`);
}

function product(from, to) {
  let result = 1n;
  for (let factor = from; factor <= to; factor += 1) result *= BigInt(factor);
  return result;
}

const orders = (n, length) => product(n - length + 1, n);

function choices(n, length) {
  return length > n ? 0n : orders(n, length) / product(1, length);
}

// How many markings have from `least` to below `end` projects.
function counted(count, n, least, end) {
  let total = 0n;
  for (let length = least; length < end; length += 1) total += count(n, length);
  return total;
}

function numbers(marking, section) {
  if (!Array.isArray(marking)) unlawful("a list of projects is expected", section);
  const all = section.projects.map((project) => project.id);
  const found = marking.map((id) => all.indexOf(id));
  if (found.includes(-1)) unlawful("a project that is not on this ballot", section);
  if (new Set(found).size !== found.length) unlawful("a project is named twice", section);
  return found;
}

function withinLimits(found, section) {
  const { min, max } = section.limits;
  const fits = found.length >= min && found.length <= max;
  return fits ? found : unlawful(`${found.length} projects, ${min} to ${max} are asked`, section);
}

const ascending = (found) => found.sort((one, other) => one - other);

const approval = {
  size: ({ limits, projects }) => counted(choices, projects.length, limits.min, limits.max + 1),
  code(marking, section) {
    const chosen = ascending(withinLimits(numbers(marking, section), section));
    const shorter = counted(choices, section.projects.length, section.limits.min, chosen.length);
    return chosen.reduce((code, number, at) => code + choices(number, at + 1), shorter);
  },
};

const knapsack = {
  size: ({ projects }) => 1n << BigInt(projects.length),
  code(marking, section) {
    const chosen = numbers(marking, section);
    const spent = chosen.reduce((sum, number) => sum + BigInt(section.projects[number].cost), 0n);
    if (spent > BigInt(section.limits.spend)) unlawful("more than the money there is", section);
    return chosen.reduce((code, number) => code + (1n << BigInt(number)), 0n);
  },
};

const choose1 = {
  size: ({ projects }) => BigInt(projects.length),
  code(marking, section) {
    const chosen = numbers(marking, section);
    if (chosen.length !== 1) unlawful("exactly one project is asked", section);
    return BigInt(chosen[0]);
  },
};

const yesNo = {
  size: () => 2n,
  code(marking, section) {
    if (marking !== "yes" && marking !== "no") unlawful("yes or no is asked", section);
    return marking === "yes" ? 1n : 0n;
  },
};

const ranked = {
  size: ({ limits, projects }) => counted(orders, projects.length, limits.min, limits.max + 1),
  code(marking, section) {
    const chosen = withinLimits(numbers(marking, section), section);
    const free = section.projects.map((_, number) => number);
    const shorter = counted(orders, free.length, section.limits.min, chosen.length);
    let rank = 0n;
    for (const number of chosen) {
      const place = free.indexOf(number);
      rank = rank * BigInt(free.length) + BigInt(place);
      free.splice(place, 1);
    }
    return shorter + rank;
  },
};

const pointsSize = ({ limits, projects }) => BigInt(limits.max + 1) ** BigInt(projects.length);

function pointsCode(marking, section) {
  const { max } = section.limits;
  const fits = (points) => Number.isSafeInteger(points) && points >= 0 && points <= max;
  const complete = Array.isArray(marking) && marking.length === section.projects.length && marking.every(fits);
  if (!complete) unlawful(`0 to ${max} points for each project are asked`, section);
  return marking.reduce((code, points) => code * BigInt(max + 1) + BigInt(points), 0n);
}

const scoring = { size: pointsSize, code: pointsCode };

const cumulative = {
  size: pointsSize,
  code(marking, section) {
    const code = pointsCode(marking, section);
    const { points, exact } = section.limits;
    const given = marking.reduce((sum, each) => sum + each, 0);
    const fits = exact ? given === points : given <= points;
    return fits ? code : unlawful(`${given} points where ${points} are to give`, section);
  },
};

const KINDS = { approval, knapsack, "choose-1": choose1, "yes-no": yesNo, ranked, cumulative, scoring };

function kindOf(section) {
  return Object.hasOwn(KINDS, section.kind) ? KINDS[section.kind] : unlawful("a kind of ballot not known here", section);
}

export const sizeOf = (section) => kindOf(section).size(section) + (section.blank ? 1n : 0n);

export function codeOf(marking, section) {
  if (marking !== BLANK) return kindOf(section).code(marking, section) + (section.blank ? 1n : 0n);
  return section.blank ? 0n : unlawful("this section may not be left out", section);
}
