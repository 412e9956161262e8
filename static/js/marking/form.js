// The marking form: what may be marked is decided at each mark, and every "no" says why.
import { Section } from "./section.js";
import { Tally } from "./tally.js";
import { narrow } from "./narrowing.js";
import { openDetails } from "./details.js";
import { offerMap } from "./map.js";
import { enhanceRanking } from "./ranking.js";
import { enhancePoints } from "./points.js";
import { say } from "./words.js";

export class MarkingForm extends EventTarget {
  constructor(element) {
    super();
    this.element = element;
    this.sections = [...element.querySelectorAll(".part")].map((each) => new Section(each));
    this.tally = new Tally(element.querySelector(".tally"), this);
    for (const section of this.sections) this.#prepare(section);
    openDetails(element);
    offerMap(element);
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.review();
    });
    element.querySelector(".tally-check").addEventListener("click", () => this.review());
    this.refresh();
  }

  #prepare(section) {
    const { element, kindName } = section;
    narrow(section);
    if (kindName === "ranked") section.redraw = enhanceRanking(section, this);
    if (kindName === "cumulative" || kindName === "scoring") enhancePoints(section, this);
    element.addEventListener("focusin", () => this.tally.show(section));
    element.addEventListener("change", ({ target }) => {
      const card = section.cards.find((each) => each.inputs.includes(target));
      if (card) this.marked(section, card, target);
    });
  }

  // A mark was just made at `input`: it is taken back, with the reason, if the limits do not allow it.
  marked(section, card, input) {
    const refused = section.kind.refuse(section, card);
    if (refused) undo(input);
    else input.dataset.before = input.value;
    this.refresh();
    this.tally.show(section);
    this.tally.say(refused || told(section, card), Boolean(refused));
    this.dispatchEvent(new Event("marked"));
  }

  refresh() {
    for (const section of this.sections) {
      const picked = section.picked;
      for (const card of section.cards) card.element.classList.toggle("is-picked", picked.includes(card));
      section.redraw?.();
    }
    this.tally.draw();
  }

  get isComplete() {
    return this.sections.every((section) => !section.missing);
  }

  review() {
    this.dispatchEvent(new Event("review"));
  }
}

function undo(input) {
  if (input.type === "checkbox") input.checked = !input.checked;
  else input.value = input.dataset.before ?? "";
}

function told(section, card) {
  const { title } = card;
  const { state } = section;
  if (["cumulative", "scoring"].includes(section.kindName)) {
    return say("given", { title, points: Number(card.input.value) || 0, state });
  }
  return say(section.picked.includes(card) ? "added" : "removed", { title, state });
}
