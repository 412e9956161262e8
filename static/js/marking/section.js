// One section of the form. The form's own fields hold what is marked, so that nothing is ever in two places.
import { KINDS } from "./kinds.js";

export class Card {
  constructor(element) {
    this.element = element;
    this.code = element.dataset.code;
    this.cost = Number(element.dataset.cost);
    this.number = element.querySelector(".pick-number").textContent;
    this.title = element.querySelector("h3").textContent;
    this.inputs = [...element.querySelectorAll(".pick-mark input, .pick-mark select")];
  }

  get input() {
    return this.inputs[0];
  }
}

export class Section {
  constructor(element) {
    const { name, title, kind, blank, min, max, points, spend } = element.dataset;
    Object.assign(this, { element, name, title, kind: KINDS[kind], kindName: kind, optional: blank === "yes" });
    this.limits = { min: Number(min), max: Number(max), points: Number(points), spend: Number(spend) };
    this.cards = [...element.querySelectorAll(".pick")].map((each) => new Card(each));
  }

  card(code) {
    return this.cards.find((card) => card.code === code);
  }

  // The cards that are marked, in the order in which they count, if there is one.
  get picked() {
    return this.kind.picked(this);
  }

  get isEmpty() {
    return this.picked.length === 0;
  }

  get state() {
    return this.kind.state(this);
  }

  // What keeps this section from being lawful, as a sentence; nothing if it is.
  get missing() {
    return this.isEmpty && this.optional ? "" : this.kind.missing(this);
  }

  // What a voter may want to know of a section that is lawful already.
  get remark() {
    return this.kind.remark(this);
  }

  get isDone() {
    return !this.missing && !this.isEmpty;
  }
}
