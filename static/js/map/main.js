// Maps of the town: its districts as they were drawn, tiles only where the town has a server for them. Each map
// enhances a page that says the same without it.
import "leaflet/dist/leaflet.css";
import "../../css/map.css";
import { board } from "./board.js";
import { pick } from "./picker.js";
import { fromCards, pin } from "./pins.js";

for (const place of document.querySelectorAll("[data-map]")) draw(place);

async function draw(place) {
  const districts = await read(place.dataset.districts);
  if (!districts) return;
  const canvas = place.querySelector("[data-canvas]");
  place.hidden = false;
  canvas.hidden = false;
  const map = board(canvas, districts, place.dataset);
  for (const without of place.querySelectorAll("[data-without]")) without.hidden = true;
  if (place.dataset.map === "picker") pick(map, place, districts);
  if (place.dataset.map === "cards") pin(map, place, fromCards());
  if (place.dataset.map === "pins") pin(map, place, (await read(place.dataset.pins)) ?? []);
}

// Whatever goes wrong, the page without a map stays as it is.
async function read(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
