// The election's key, computed from what every trustee published and never read from anywhere (ballots/FORMAT.md,
// chapter 23). The manifest names the ceremony by its hash, and auditors check every signature and proof in it.
import { octets } from "./canonical.js";
import { Point, point } from "./group.js";
import { demand } from "./refusal.js";

export function electionKey(ceremony, trustees) {
  const { deals, terms } = ceremony;
  demand(deals?.length === trustees.count, "ceremony", "not every trustee has dealt");
  demand(terms?.threshold === trustees.threshold, "ceremony", "another number of trustees could open the box");
  const key = deals.map((deal) => point(octets(deal.points[0], 32))).reduce((sum, each) => sum.add(each), Point.ZERO);
  return point(key.toBytes());
}
