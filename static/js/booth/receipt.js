// A receipt (ballots/FORMAT.md, chapter 12): this slot's ballot is in the box; what is in it, no receipt can show.
import { same, toBase32, toHex } from "./bytes.js";
import { decode, members, natural, octets } from "./canonical.js";
import { checkInclusion, readCheckpoint } from "./log.js";
import { demand } from "./refusal.js";
import { checkSigned, VERSION } from "./signatures.js";

const PROMISE = ["election", "entry", "revision", "signature", "slot", "type", "version"];

export const tracker = (hash) => toBase32(hash);

// Throws a Refusal unless all of it holds; then says which ballot it is for and where it stands in the box.
export function checkReceipt(bytes, election, expectedTracker) {
  const receipt = members(decode(bytes), ["promise", "proofs", "type", "version"]);
  demand(receipt.type === "receipt" && receipt.version === VERSION, "malformed", "no receipt");
  demand(Array.isArray(receipt.proofs) && receipt.proofs.length < 2, "malformed", "none or one proof belongs here");
  const hash = checkPromise(receipt.promise, election);
  demand(expectedTracker === undefined || tracker(hash) === expectedTracker, "receipt", "a receipt for another ballot");
  const [place] = receipt.proofs.map((proof) => checkProof(proof, hash, election));
  const { slot, revision } = receipt.promise;
  return { tracker: tracker(hash), slot, revision, inTheBox: place !== undefined, ...place };
}

function checkPromise(value, election) {
  const promise = members(value, PROMISE);
  demand(promise.type === "promise" && promise.version === VERSION, "malformed", "no promise");
  demand(same(octets(promise.election, 32), election.id), "receipt", "a receipt of another election");
  natural(promise.slot);
  natural(promise.revision);
  checkSigned(promise, octets(election.manifest.log.key, 32));
  return octets(promise.entry, 32);
}

function checkProof(value, hash, election) {
  const proof = members(value, ["checkpoint", "index", "path"]);
  demand(typeof proof.checkpoint === "string" && Array.isArray(proof.path), "malformed", "no proof");
  const { size, root, witnesses } = readCheckpoint(proof.checkpoint, election);
  const path = proof.path.map((node) => octets(node, 32));
  checkInclusion(hash, natural(proof.index), size, path, root);
  return { index: proof.index, size, root: toHex(root), witnesses };
}
