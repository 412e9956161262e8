// The bar at the bottom: what is left in the section the voter looks at, drawn, in words, and announced.
import { left } from "./kinds.js";
import { say } from "./words.js";

const DOTS = 12;
const LONG_ENOUGH = 8000;

export class Tally {
  #form;
  #bar;
  #now;
  #timer;

  constructor(bar, form) {
    this.#bar = bar;
    this.#form = form;
    this.#now = form.sections[0];
    bar.hidden = false;
    this.#followScrolling();
  }

  #followScrolling() {
    const seen = new IntersectionObserver((entries) => {
      const entered = entries.find((entry) => entry.isIntersecting);
      const section = this.#form.sections.find(({ element }) => element === entered?.target);
      if (section) this.show(section);
    }, { rootMargin: "-45% 0px -45% 0px" });
    for (const { element } of this.#form.sections) seen.observe(element);
  }

  show(section) {
    if (this.#now === section) return;
    this.#now = section;
    this.draw();
  }

  // Said to everyone: to screen readers at once, to eyes above the bar for a while.
  say(sentence, isRefusal = false) {
    const said = this.#bar.querySelector(".tally-said");
    said.textContent = "";
    clearTimeout(this.#timer);
    // An empty moment in between, so that the same sentence is read out twice.
    requestAnimationFrame(() => (said.textContent = sentence));
    said.classList.toggle("is-refusal", isRefusal);
    this.#timer = setTimeout(() => (said.textContent = ""), LONG_ENOUGH);
  }

  draw() {
    const section = this.#now;
    const { sections } = this.#form;
    const done = sections.filter((each) => each.isDone).length;
    const progress = sections.length > 1 ? ` · ${say("progress", { done, all: sections.length })}` : "";
    this.#bar.querySelector(".tally-title").textContent = section.title + progress;
    this.#bar.querySelector(".tally-state").textContent = section.state;
    this.#bar.querySelector(".tally-drawn").replaceChildren(...drawn(section));
    this.#bar.classList.toggle("is-complete", this.#form.isComplete && sections.some((each) => !each.isEmpty));
  }
}

function drawn(section) {
  if (section.kindName === "knapsack") return stack(section);
  const { max } = section.limits;
  if (!["approval", "ranked"].includes(section.kindName) || max > DOTS) return [];
  return Array.from({ length: max }, (_, place) => dot(place < section.picked.length));
}

function dot(isFull) {
  const made = document.createElement("span");
  made.className = isFull ? "dot dot-full" : "dot";
  return made;
}

// The money as a stack of the chosen projects, each as wide as it costs.
function stack(section) {
  const whole = section.limits.spend;
  const pieces = section.picked.map((card, place) => piece(`money money-${place % 6}`, card.cost / whole, card.number));
  return [...pieces, piece("money money-left", Math.max(left(section), 0) / whole, "")];
}

function piece(look, share, text) {
  const made = document.createElement("span");
  made.className = look;
  made.style.flexGrow = share;
  made.textContent = share > 0.07 ? text : "";
  return made;
}
