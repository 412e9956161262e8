// Saves the answer while it is typed. What the server did not take stays in this browser, and is offered again
// when the same question is opened later, for instance after signing in again.

const PAUSE = 700;
// Never kept in the browser either: a resident registration number.
const RESIDENT_NUMBER = /\d{6}[\s-]?[1-8]\d{6}/;

const ours = (field) => field.name && !["csrf_token", "seen", "way"].includes(field.name) && field.type !== "submit";

function typed(form) {
  const answers = {};
  for (const field of form.elements) {
    if (!ours(field)) continue;
    if (field.type === "radio") {
      if (field.checked) answers[field.name] = field.value;
    } else answers[field.name] = field.value;
  }
  return answers;
}

function put(form, answers) {
  for (const field of form.elements) {
    if (!ours(field) || !(field.name in answers)) continue;
    if (field.type === "radio") field.checked = field.value === answers[field.name];
    else field.value = answers[field.name];
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

// Where the unsaved answer waits. A browser that lets nothing be kept loses only this.
function drawer(name) {
  const key = `draft-${name}`;
  const quietly = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  return {
    read: () => quietly(() => JSON.parse(localStorage.getItem(key))),
    keep: (answers) => {
      const text = JSON.stringify(answers);
      if (!RESIDENT_NUMBER.test(text.normalize("NFKC"))) quietly(() => localStorage.setItem(key, text));
    },
    empty: () => quietly(() => localStorage.removeItem(key)),
  };
}

function offer(form, kept) {
  const waiting = kept.read();
  if (!waiting || JSON.stringify(waiting) === JSON.stringify(typed(form))) return kept.empty();
  const box = form.querySelector(".offer");
  box.querySelector(".offered").textContent = Object.values(waiting).filter(Boolean).join("\n");
  box.querySelector(".take").addEventListener("click", () => {
    put(form, waiting);
    box.hidden = true;
  });
  box.querySelector(".drop").addEventListener("click", () => {
    kept.empty();
    box.hidden = true;
  });
  box.hidden = false;
}

export function keepSaved(form) {
  const said = form.querySelector(".saved");
  const again = form.querySelector(".again");
  const kept = drawer(form.dataset.keep);
  let timer = null;
  let busy = null;
  let changed = false;

  const save = () => (busy ??= send().finally(() => (busy = null)));

  async function send() {
    changed = false;
    said.textContent = form.dataset.saving;
    const answers = typed(form);
    try {
      const answer = await fetch(form.dataset.save, { method: "POST", body: new FormData(form), redirect: "error" });
      const isOurs = answer.headers.get("Content-Type")?.includes("json");
      const told = isOurs ? await answer.json() : {};
      if (answer.ok && told.seen) {
        form.elements.seen.value = told.seen;
        if (JSON.stringify(typed(form)) === JSON.stringify(answers)) kept.empty();
        said.textContent = `${form.dataset.saved} · ${told.at}`;
        again.hidden = true;
      } else if (told.mistakes) said.textContent = told.mistakes.join(" ");
      else {
        said.textContent = form.dataset.signedOut;
        again.hidden = false;
      }
    } catch {
      said.textContent = form.dataset.unsaved;
    }
    if (changed) later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", () => {
    changed = true;
    kept.keep(typed(form));
    later();
  });
  // Going on saves as well, but not while a saving is on its way: the server would take them for two windows.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!busy) return;
    event.preventDefault();
    busy.then(() => {
      clearTimeout(timer);
      form.requestSubmit(event.submitter);
    });
  });
  offer(form, kept);
}
