// Which district a point lies in: a ray to the east crosses its outline an odd number of times.
export function around(districts, latitude, longitude) {
  return districts.features.find(({ geometry }) =>
    geometry.coordinates.some((rings) => rings.filter((ring) => crosses(ring, latitude, longitude)).length % 2 === 1),
  );
}

function crosses(ring, latitude, longitude) {
  let inside = false;
  for (let here = 0, before = ring.length - 1; here < ring.length; before = here++) {
    const [x1, y1] = ring[here];
    const [x2, y2] = ring[before];
    const between = y1 > latitude !== y2 > latitude;
    if (between && longitude < ((x2 - x1) * (latitude - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
