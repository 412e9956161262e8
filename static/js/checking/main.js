// On another device: did the first one really seal what was chosen? Nothing of it leaves this page.
import { checkOpened, Election } from "../booth/main.js";
import { say } from "../marking/words.js";

const form = document.querySelector("form.checking");
const verdict = document.getElementById("verdict");
const korean = document.documentElement.lang === "ko";
form.hidden = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  verdict.replaceChildren();
  try {
    const election = new Election(...(await Promise.all([load("manifest"), load("ceremony")])));
    show(election, checkOpened(await given(), election));
  } catch (error) {
    paragraph(say(error.code === "cheated" ? "opened_bad" : "opened_odd"), "verdict-bad");
  }
});

const load = async (name) => new Uint8Array(await (await fetch(form.dataset[name])).arrayBuffer());

async function given() {
  const [file] = document.getElementById("file").files;
  if (file) return new Uint8Array(await file.arrayBuffer());
  return new TextEncoder().encode(document.getElementById("text").value.trim());
}

function show(election, { tracker, marking }) {
  paragraph(say("opened_good"), "verdict-good");
  paragraph(tracker.match(/.{1,4}/g).join(" "), "hash");
  for (const [name, marked] of Object.entries(marking)) {
    const section = election.manifest.sections.find((each) => each.name === name);
    paragraph(title(section), "verdict-section");
    const list = document.createElement("ul");
    list.className = "bullets";
    list.append(...lines(section, marked).map(item));
    verdict.append(list);
  }
}

const title = ({ title: names }) => (korean ? names.ko : names.en);

function lines(section, marked) {
  if (marked === "blank") return [say("left_out")];
  if (typeof marked === "string") return [say(marked)];
  const points = (each, place) => (each ? [`${title(section.projects[place])}: ${say("some_points", { points: each })}`] : []);
  if (typeof marked[0] === "number") return marked.flatMap(points);
  return marked.map((id) => title(section.projects.find((project) => project.id === id)));
}

function item(text) {
  const made = document.createElement("li");
  made.textContent = text;
  return made;
}

function paragraph(text, look) {
  const made = document.createElement("p");
  made.className = look;
  made.textContent = text;
  verdict.append(made);
}
