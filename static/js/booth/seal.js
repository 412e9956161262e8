// Sealing and the proof that the sealer knows what is inside (ballots/FORMAT.md, chapter 22).
import { G, L, messagePoint, randomScalar, scalarBytes } from "./group.js";
import { challenge } from "./transcript.js";

export function sealWith(key, message, r) {
  const alpha = G.multiply(r).toBytes();
  const beta = messagePoint(message).add(key.multiply(r)).toBytes();
  return { alpha, beta };
}

// `casting` lists what the ballot belongs to: context, slot, device, revision, superseded entry.
export function proveKnowledge(casting, { alpha, beta }, r, k = randomScalar()) {
  const commitment = G.multiply(k).toBytes();
  const c = challenge("knowledge", ...casting, alpha, beta, commitment);
  return { commitment, response: scalarBytes((k + c * r) % L) };
}
