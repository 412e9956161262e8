// FORMAT chapter 22: whoever made a sealed ballot knew what is in it, and made it for just this place.
import { challenge, digest, G, point, scalar, times } from "./crypto.js";
import { must } from "./fault.js";

export const contextOf = (election, style, group) => digest("context", election.id, style, group);

export function checkKnowledge(sealed, belonging, place) {
  const { alpha, beta, commitment } = sealed;
  const [a] = [alpha, beta, commitment].map((each) => point(each, place));
  const c = challenge("knowledge", ...belonging, alpha, beta, commitment);
  const right = point(commitment, place).add(times(c, a));
  must(times(scalar(sealed.response, place), G).equals(right), place, "no proof of knowledge");
}

// What each sealed ballot of an entry belongs to.
export function belongings(entry, election, roll) {
  if (entry.type === "paper") {
    const context = contextOf(election, entry.style, entry.group);
    return entry.ballots.map((sealed, i) => [
      sealed,
      [context, entry.batch, Buffer.from("paper"), i, Buffer.alloc(0)],
    ]);
  }
  if (entry.type !== "cast") return [];
  const { style, group } = roll[entry.slot];
  const context = contextOf(election, style, group);
  return [[entry, [context, entry.slot, entry.device, entry.revision, entry.supersedes]]];
}
