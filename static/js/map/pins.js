// Many pins: those that would touch are drawn as one with a number. Each pin is a link, each number a button.
import { DivIcon, LatLngBounds, LayerGroup, Marker } from "leaflet/dist/leaflet-src.esm.js";

const CELL = 56;
const LISTED = 50;

// The cards of the page that say where they are, each reached within the page.
export function fromCards() {
  return [...document.querySelectorAll("[data-pin]")].map((card) => {
    const title = card.querySelector("h3");
    return [...card.dataset.pin.split(" ").map(Number), title.textContent, `#${title.id}`];
  });
}

// `pins` are [latitude, longitude, title, address, kind]. One of the kind "here" is what the map is about: it stands
// for itself. Looking at the pins alone goes no closer than CLOSE, so that the streets around stay in sight.
const HERE = "here";
const CLOSE = 15;

export function pin(map, place, pins) {
  const layer = new LayerGroup().addTo(map);
  const list = place.querySelector("[data-list]");
  const show = () => {
    layer.clearLayers();
    const seen = map.getBounds().pad(0.1);
    const shown = pins.filter((one) => seen.contains([one[0], one[1]]));
    const here = shown.filter((one) => one[4] === HERE).map((one) => [one]);
    for (const group of [...grouped(map, shown.filter((one) => one[4] !== HERE)), ...here]) {
      const alone = group.length === 1;
      const face = alone ? link(group[0]) : number(group, place.dataset.together, () => open(map, group, list));
      layer.addLayer(marker(middle(group), face, alone));
    }
  };
  if (place.dataset.close && pins.length) map.fitBounds(pins.map((one) => [one[0], one[1]]), { animate: false, maxZoom: CLOSE, padding: [40, 40] });
  map.on("zoomend moveend", show);
  show();
}

function grouped(map, pins) {
  const cells = new Map();
  for (const one of pins) {
    const at = map.project([one[0], one[1]]);
    const key = `${Math.floor(at.x / CELL)} ${Math.floor(at.y / CELL)}`;
    cells.set(key, [...(cells.get(key) ?? []), one]);
  }
  return cells.values();
}

function middle(group) {
  const mean = (index) => group.reduce((sum, one) => sum + one[index], 0) / group.length;
  return [mean(0), mean(1)];
}

function marker(at, face, alone) {
  const icon = new DivIcon({
    className: "map-mark",
    html: face,
    iconSize: alone ? [30, 40] : [44, 44],
    iconAnchor: alone ? [15, 40] : [22, 22],
  });
  return new Marker(at, { icon, interactive: false, keyboard: false });
}

function link([, , title, address, kind]) {
  const made = document.createElement("a");
  made.className = kind ? `pin pin-${kind}` : "pin";
  made.href = address;
  made.title = title;
  made.setAttribute("aria-label", title);
  return made;
}

function number(group, words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = group.length > 99 ? "cluster cluster-many" : "cluster";
  made.textContent = String(group.length);
  made.setAttribute("aria-label", words.replace("{}", group.length));
  made.addEventListener("click", act);
  return made;
}

// Closer, as long as that parts them; else their titles are listed under the map.
function open(map, group, list) {
  const around = new LatLngBounds(group.map((one) => [one[0], one[1]]));
  if (map.getZoom() < map.getMaxZoom() && !around.getNorthEast().equals(around.getSouthWest(), 1e-6)) {
    map.fitBounds(around, { padding: [40, 40] });
    return;
  }
  list.replaceChildren(
    ...group.slice(0, LISTED).map(([, , title, address]) => {
      const item = document.createElement("li");
      const made = document.createElement("a");
      made.href = address;
      made.textContent = title;
      item.append(made);
      return item;
    }),
  );
  list.hidden = false;
  list.querySelector("a").focus();
}
