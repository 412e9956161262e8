// Opens a project's page in a dialog, so that nobody leaves the ballot.
import { say } from "./words.js";

export function openDetails(form) {
  const dialog = document.getElementById("details");
  closable(dialog);
  form.addEventListener("click", (event) => {
    const link = event.target.closest(".pick-more");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    dialog.querySelector("h2").textContent = link.closest(".pick").querySelector("h3").textContent;
    const body = dialog.querySelector(".sheet-body");
    body.textContent = "…";
    dialog.showModal();
    load(link.href, body);
  });
}

async function load(address, body) {
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelector("main h1").remove();
    body.replaceChildren(...page.querySelector("main > *").children);
  } catch {
    body.textContent = say("not_loaded");
  }
  body.focus();
}

// Its buttons, the Escape key and a press beside it close a dialog.
export function closable(dialog) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
