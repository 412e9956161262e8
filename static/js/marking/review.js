// The whole ballot on one sheet, section by section, before anything is done with it.
import { closable } from "./details.js";
import { answer } from "./kinds.js";
import { number, say, won } from "./words.js";

export function openReview(form, dialog) {
  closable(dialog);
  form.addEventListener("review", () => {
    dialog.querySelector(".review-list").replaceChildren(...form.sections.map((each) => block(each, dialog)));
    dialog.querySelector(".review-good").hidden = !form.isComplete;
    dialog.querySelector(".review-bad").hidden = form.isComplete;
    if (!dialog.open) dialog.showModal();
  });
}

function block(section, dialog) {
  const made = element("section", "review-part");
  made.append(element("h3", "", section.title));
  const ranked = section.kindName === "ranked";
  const list = element(ranked ? "ol" : "ul", ranked ? "review-picks review-ranks" : "review-picks");
  list.append(...section.picked.map((card) => line(section, card)));
  if (!section.isEmpty) made.append(list);
  const remark = section.missing || section.remark;
  if (remark) made.append(element("p", section.missing ? "review-missing" : "quiet", remark));
  if (section.missing) made.append(back(section, dialog));
  return made;
}

function line(section, card) {
  const made = element("li");
  made.append(element("span", "review-title", card.title), element("span", "review-mark", mark(section, card)));
  return made;
}

function mark(section, card) {
  if (section.kindName === "yes-no") return say(answer(section));
  if (["cumulative", "scoring"].includes(section.kindName)) {
    return say("some_points", { points: number(card.input.value) });
  }
  return won(card.cost);
}

function back(section, dialog) {
  const made = element("button", "krds-btn tertiary small", say("go_to"));
  made.type = "button";
  made.addEventListener("click", () => {
    dialog.close();
    section.element.focus();
    section.element.scrollIntoView();
  });
  return made;
}

function element(tag, look = "", text = "") {
  const made = document.createElement(tag);
  if (look) made.className = look;
  made.textContent = text;
  return made;
}
