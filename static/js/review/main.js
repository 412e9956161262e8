// The officials' review: what is typed is kept while it is typed (the button does the same), and keys lead on.
const form = document.querySelector("form[data-autosave]");
const PAUSE = 1500;

if (form) {
  const said = form.querySelector(".autosaved");
  const stand = form.elements.namedItem("stand");
  let timer = 0;
  let stopped = false;

  const say = (words) => {
    said.textContent = words;
  };

  const save = async () => {
    let answer;
    try {
      answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form) });
    } catch {
      say(form.dataset.lost);
      plan();
      return;
    }
    const told = answer.headers.get("content-type")?.includes("json") ? await answer.json() : {};
    if (answer.ok) {
      stand.value = told.stand;
      say(`${form.dataset.saved} ${new Date().toLocaleTimeString(document.documentElement.lang)}`);
    } else if (answer.status === 409) {
      // From here on only the button saves: it shows what the other one kept.
      stopped = true;
      said.setAttribute("role", "alert");
      say(told.why);
    } else {
      say(form.dataset.wrong);
    }
  };

  const plan = () => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(save, PAUSE);
  };

  form.addEventListener("input", plan);
  form.addEventListener("submit", () => clearTimeout(timer));
}

// The keys that the page shows work with Alt alone in every browser; without a script the browser's own way remains.
addEventListener("keydown", (event) => {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase();
  const wanted = event.altKey && !event.ctrlKey && !event.metaKey && letter && document.querySelector(`[accesskey="${letter}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});
