// One pin that somebody puts somewhere, bound to two fields of a form: by a press on the map, by the arrow keys,
// by buttons, or by typing numbers. The fields are what is sent.
import { DivIcon, Marker } from "leaflet/dist/leaflet-src.esm.js";
import { around } from "./around.js";

// How far one press moves the pin, in pixels: so it is finer the closer one looks.
const STEP = 12;
const WAYS = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0] };

export function pick(map, place, districts) {
  const latitude = document.getElementById(place.dataset.latitude);
  const longitude = document.getElementById(place.dataset.longitude);
  const district = document.getElementById(place.dataset.district);
  const said = place.querySelector("[data-said]");
  const canvas = map.getContainer();
  const icon = new DivIcon({ className: "map-mark", html: "<span class=pin></span>", iconSize: [30, 40], iconAnchor: [15, 40] });
  const pin = new Marker(map.getCenter(), { icon, draggable: true, autoPan: true, keyboard: false });

  const say = (at) => {
    const found = around(districts, at.lat, at.lng);
    said.textContent = (found ? place.dataset.inside.replace("{}", found.properties.name) : place.dataset.outside);
    return found;
  };
  const put = (at) => {
    pin.setLatLng(at).addTo(map);
    latitude.value = at.lat.toFixed(6);
    longitude.value = at.lng.toFixed(6);
    const found = say(at);
    if (found && district) district.value = found.properties.id;
    for (const field of [latitude, longitude, district]) field?.dispatchEvent(new Event("input", { bubbles: true }));
    if (!map.getBounds().contains(at)) map.panTo(at);
  };
  const take = () => {
    pin.remove();
    latitude.value = longitude.value = "";
    said.textContent = place.dataset.nowhere;
    for (const field of [latitude, longitude]) field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const move = ([x, y]) => put(map.hasLayer(pin) ? map.unproject(map.project(pin.getLatLng()).add([x, y])) : map.getCenter());
  const typed = () => {
    const at = [Number(latitude.value), Number(longitude.value)];
    if (!latitude.value || !longitude.value || !at.every(Number.isFinite)) return false;
    pin.setLatLng(at).addTo(map);
    say(pin.getLatLng());
    return true;
  };

  map.keyboard.disable();
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", place.dataset.label);
  canvas.tabIndex = 0;
  canvas.addEventListener("keydown", (event) => {
    if (event.target !== canvas || !WAYS[event.key]) return;
    event.preventDefault();
    move(WAYS[event.key]);
  });
  map.on("click", (event) => put(event.latlng));
  pin.on("dragend", () => put(pin.getLatLng()));
  for (const button of place.querySelectorAll("[data-move]")) button.addEventListener("click", () => move(WAYS[button.dataset.move]));
  place.querySelector("[data-take]").addEventListener("click", take);
  for (const field of [latitude, longitude]) field.addEventListener("change", typed);
  if (typed()) map.setView(pin.getLatLng(), Math.min(map.getZoom() + 2, 16), { animate: false });
  else said.textContent = place.dataset.nowhere;
}
