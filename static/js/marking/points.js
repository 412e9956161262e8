// Points: a minus and a plus beside each field.
import { say } from "./words.js";

export function enhancePoints(section, form) {
  for (const card of section.cards) {
    card.input.dataset.before = card.input.value;
    card.input.before(step(section, form, card, -1, "−", say("less", card)));
    card.input.after(step(section, form, card, 1, "+", say("more", card)));
  }
}

function step(section, form, card, by, sign, label) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "mark-step";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", () => {
    const points = (Number(card.input.value) || 0) + by;
    if (points < 0) return form.tally.say(say("least_points", card), true);
    card.input.value = points || "";
    return form.marked(section, card, card.input);
  });
  return made;
}
