// Shows similar proposals while a title is typed. The field is named by data-from; without this the page works as well.
const PAUSE = 500;

for (const place of document.querySelectorAll("[data-similar]")) {
  const field = document.getElementById(place.dataset.from);
  let waiting;
  field?.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(place, field.value), PAUSE);
  });
  if (field?.value) ask(place, field.value);
}

async function ask(place, title) {
  const address = new URL(place.dataset.similar, location.href);
  address.searchParams.set("title", title);
  try {
    const answer = await fetch(address);
    if (answer.ok) show(place, (await answer.json()).similar);
  } catch {
    place.hidden = true;
  }
}

function show(place, found) {
  place.querySelector("ul").replaceChildren(...found.map((one) => line(one, place.dataset.join)));
  place.hidden = found.length === 0;
}

function line({ title, supports, address, join }, joining) {
  const item = document.createElement("li");
  const about = document.createElement("span");
  about.className = "sr-only";
  about.textContent = `: ${title}`;
  const way = link(join, joining);
  way.append(about);
  item.append(link(address, title), ` · ${supports} · `, way);
  return item;
}

function link(address, text) {
  const made = document.createElement("a");
  made.href = address;
  made.target = "_blank";
  made.rel = "noopener";
  made.textContent = text;
  return made;
}
