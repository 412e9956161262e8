// The kinds of ballot as the form knows them; `refuse` says why a mark cannot be made, or nothing.
import { number, say, won } from "./words.js";

const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);
const ticked = (section) => section.cards.filter((card) => card.input.checked);
const value = (card) => Number(card.input.value) || 0;
const none = () => "";

const chosen = (section) => say("chosen", { chosen: section.picked.length, most: section.limits.max });

function tooFew({ picked, limits }) {
  const missing = Math.max(limits.min - picked.length, 0);
  return missing ? say("missing", { missing }) : "";
}

function room({ picked, limits, optional }) {
  const more = limits.max - picked.length;
  if (picked.length === 0) return say(optional ? "left_out" : "nothing");
  return more ? say("may_add", { more }) : "";
}

function full({ picked, limits }, card) {
  return picked.length > limits.max ? say("full", { most: limits.max, title: card.title }) : "";
}

const approval = { picked: ticked, state: chosen, missing: tooFew, remark: room, refuse: full };

const spent = (section) => sum(section.picked.map((card) => card.cost));
export const left = (section) => section.limits.spend - spent(section);

const knapsack = {
  picked: ticked,
  state: (section) => say("money", { left: won(left(section)), all: won(section.limits.spend) }),
  missing: none,
  remark(section) {
    if (section.isEmpty) return say("nothing");
    return left(section) ? say("money_left", { left: won(left(section)) }) : "";
  },
  refuse(section, card) {
    const over = left(section) < 0;
    return over ? say("too_dear", { title: card.title, cost: won(card.cost), left: won(left(section) + card.cost) }) : "";
  },
};

const chooseOne = {
  picked: ticked,
  state: (section) => say("chosen", { chosen: section.picked.length, most: 1 }),
  missing: (section) => (section.isEmpty ? say("missing", { missing: 1 }) : ""),
  remark: (section) => (section.isEmpty ? say("left_out") : ""),
  refuse: none,
};

export const answer = (section) => section.cards[0].inputs.find((input) => input.checked)?.value;

const yesNo = {
  picked: (section) => (answer(section) ? [section.cards[0]] : []),
  state: (section) => (answer(section) ? say("answered", { answer: say(answer(section)) }) : say("unanswered")),
  missing: (section) => (answer(section) ? "" : say("missing_answer")),
  remark: (section) => (answer(section) ? "" : say("left_out")),
  refuse: none,
};

const ranked = {
  picked: (section) => section.cards.filter(value).sort((one, other) => value(one) - value(other)),
  state: (section) => say("ordered", { chosen: section.picked.length, most: section.limits.max }),
  missing: tooFew,
  remark: room,
  refuse: full,
};

const given = (section) => sum(section.cards.map(value));

function overMost({ limits }, card) {
  const fits = Number.isInteger(value(card)) && value(card) >= 0 && value(card) <= limits.max;
  return fits ? "" : say("most_points", { most: limits.max });
}

const scoring = {
  picked: (section) => section.cards.filter(value),
  state: (section) => say("scored", { chosen: section.picked.length, all: section.cards.length }),
  missing: none,
  remark: (section) => (section.isEmpty ? say("nothing") : ""),
  refuse: overMost,
};

const cumulative = {
  picked: scoring.picked,
  state(section) {
    const { points } = section.limits;
    return say("points", { left: number(points - given(section)), all: number(points) });
  },
  missing: none,
  remark(section) {
    const rest = section.limits.points - given(section);
    if (section.isEmpty) return say("nothing");
    return rest ? say("points_left", { left: rest }) : "";
  },
  refuse(section, card) {
    return overMost(section, card) || (given(section) > section.limits.points ? say("no_points") : "");
  },
};

export const KINDS = { approval, knapsack, "choose-1": chooseOne, "yes-no": yesNo, ranked, cumulative, scoring };
