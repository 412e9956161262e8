// Shows only a district, a category, or what is chosen. It hides cards; what is marked stays marked.
import { say } from "./words.js";

export function narrow(section) {
  const box = section.element.querySelector(".narrowing");
  if (!box) return;
  box.hidden = false;
  const controls = [...box.querySelectorAll("[data-narrow]")];
  box.addEventListener("change", () => {
    const wanted = controls.map(condition);
    for (const card of section.cards) card.element.hidden = !wanted.every((fits) => fits(card.element));
    const shown = section.cards.filter((card) => !card.element.hidden).length;
    box.querySelector(".narrowed").textContent = say("shown", { shown, all: section.cards.length });
  });
}

function condition(control) {
  const by = control.dataset.narrow;
  if (by === "mine") return (element) => !control.checked || element.classList.contains("is-picked");
  if (by === "category") return (element) => !control.value || element.querySelector(".pick-kind")?.textContent === control.value;
  return (element) => !control.value || element.dataset[by] === control.value;
}
