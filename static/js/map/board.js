// An empty map of the town: districts with their names, the buttons, and tiles if there are any.
import { Control, DivIcon, GeoJSON, Map, Marker, TileLayer } from "leaflet/dist/leaflet-src.esm.js";

const KOREA = [
  [33.1, 125.9],
  [38.6, 129.6],
];
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

export function board(canvas, districts, told) {
  const map = new Map(canvas, {
    attributionControl: false,
    zoomControl: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    inertia: !still,
    zoomSnap: 0.25,
    maxZoom: 18,
    // A page that scrolls under the finger or the wheel is worth more than a map that zooms by accident.
    scrollWheelZoom: false,
  });
  new Control.Zoom({ zoomInTitle: told.zoomIn, zoomOutTitle: told.zoomOut }).addTo(map);
  if (told.tiles) addTiles(map, told);
  const layer = new GeoJSON(districts, { interactive: false, style: { className: "district" } }).addTo(map);
  map.fitBounds(layer.getBounds().isValid() ? layer.getBounds() : KOREA, { animate: false, padding: [8, 8] });
  map.setMinZoom(Math.max(0, map.getZoom() - 1));
  nameThem(map, layer);
  return map;
}

function addTiles(map, told) {
  new TileLayer(told.tiles, { maxZoom: 18, referrerPolicy: "origin", attribution: told.credit }).addTo(map);
  new Control.Attribution({ prefix: false }).addTo(map);
}

// A name is shown where its district is wide enough for it.
function nameThem(map, layer) {
  const names = layer.getLayers().map((one) => ({
    bounds: one.getBounds(),
    letters: one.feature.properties.name.length,
    marker: new Marker(one.getBounds().getCenter(), {
      interactive: false,
      keyboard: false,
      icon: new DivIcon({ className: "district-name", html: text(one.feature.properties.name), iconSize: [0, 0] }),
    }),
  }));
  const show = () => {
    for (const { bounds, letters, marker } of names) {
      const wide = map.latLngToLayerPoint(bounds.getNorthEast()).x - map.latLngToLayerPoint(bounds.getSouthWest()).x;
      if (wide > letters * 11) marker.addTo(map);
      else marker.remove();
    }
  };
  map.on("zoomend resize", show);
  show();
}

export function text(words) {
  const made = document.createElement("span");
  made.textContent = words;
  return made;
}
