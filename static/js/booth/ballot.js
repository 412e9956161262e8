// A sealed ballot: either it is cast, or it is opened to check the device; never both (Benaloh 2006).
import { same, toHex } from "./bytes.js";
import { decode, encode, members, octets } from "./canonical.js";
import { randomScalar, scalar, scalarBytes } from "./group.js";
import { entryHash } from "./log.js";
import { tracker } from "./receipt.js";
import { demand } from "./refusal.js";
import { proveKnowledge, sealWith } from "./seal.js";
import { checkSigned, signedBytes, VERSION } from "./signatures.js";
import { context } from "./transcript.js";

export const FIRST = "0".repeat(64);

const OPENED = ["entry", "group", "marking", "randomness", "style", "type", "version"];

export class SealedBallot {
  #entry;
  #opening;

  constructor(entry, opening) {
    this.#entry = encode(entry);
    this.#opening = opening;
    this.tracker = tracker(entryHash(this.#entry));
  }

  // The bytes for the box. From the first call on it can no longer be opened; sending them twice does no harm.
  cast() {
    demand(this.#entry, "opened", "this ballot was opened and can no longer be cast");
    this.#opening = null;
    return this.#entry;
  }

  // What another device needs to see that the tracker stands for this marking. The ballot is spoilt by it.
  open() {
    demand(this.#opening, "cast", "this ballot was cast and can no longer be opened");
    const bytes = encode({ ...this.#opening, entry: decode(this.#entry), type: "opened", version: VERSION });
    this.#entry = null;
    this.#opening = null;
    return bytes;
  }
}

// `voter` = {slot, style, group, revision, supersedes}; `device` as `deviceKey` gives it.
export async function sealBallot(election, voter, device, marking) {
  const r = randomScalar();
  const sealed = sealWith(election.key, election.message(voter.style, marking), r);
  const proof = proveKnowledge(belonging(election, voter, device.publicKey), sealed, r);
  const fields = castFields(election, voter, device.publicKey, { ...sealed, ...proof });
  const signature = toHex(await device.sign(signedBytes(fields)));
  const opening = { group: voter.group, marking, randomness: toHex(scalarBytes(r)), style: voter.style };
  return new SealedBallot({ ...fields, signature }, opening);
}

const belonging = (election, { slot, style, group, revision, supersedes }, device) => [
  context(election.id, style, group),
  slot,
  device,
  revision,
  octets(supersedes, 32),
];

function castFields(election, { slot, revision, supersedes }, device, parts) {
  const hex = Object.fromEntries(Object.entries(parts).map(([name, bytes]) => [name, toHex(bytes)]));
  const about = { device: toHex(device), election: election.fingerprint, revision, slot, supersedes };
  return { ...hex, ...about, type: "cast", version: VERSION };
}

// On another device: the tracker that was shown before opening, and the marking that was really sealed under it.
export function checkOpened(bytes, election) {
  const opened = members(decode(bytes), OPENED);
  demand(opened.type === "opened" && opened.version === VERSION, "malformed", "no opened ballot");
  const { entry } = opened;
  demand(same(octets(entry.election, 32), election.id), "malformed", "a ballot of another election");
  checkSigned(entry, octets(entry.device, 32));
  const message = election.message(opened.style, opened.marking);
  const sealed = sealWith(election.key, message, scalar(octets(opened.randomness, 32)));
  const agrees = toHex(sealed.alpha) === entry.alpha && toHex(sealed.beta) === entry.beta;
  demand(agrees, "cheated", "the device sealed something else than it showed: do not vote with it");
  return { tracker: tracker(entryHash(encode(entry))), marking: opened.marking };
}
