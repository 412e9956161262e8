// FORMAT chapters 7 and 13: the form of an entry and who signed it.
import { checkSignature, checkSigned, signedMessage } from "./crypto.js";
import { must } from "./fault.js";
import { parse } from "./json.js";
import { ed25519Key } from "./manifest.js";
import { bytes, list, literal, name, object, signed, time, whole } from "./shape.js";

const MOST_BYTES = 65535;
const REVISIONS = 1_000_000;

const slot = whole(0, 2 ** 24 - 1);
const sealed = { alpha: bytes(32), beta: bytes(32), commitment: bytes(32), response: bytes(32) };
const form = (type, rules) => signed(type, { election: bytes(32), ...rules });

const FORMS = {
  admit: form("admit", { device: ed25519Key, slot }),
  cast: form("cast", { device: bytes(32), revision: whole(1, REVISIONS), slot, supersedes: bytes(32), ...sealed }),
  close: form("close", { closed: time, entries: whole(0) }),
  paper: form("paper", {
    ballots: list(object(sealed), 0, 100),
    batch: whole(1),
    clerks: list(object({ key: bytes(32), signature: bytes(64) }), 2, 2),
    group: name,
    spoiled: whole(0, 10_000),
    style: name,
  }),
  readmit: form("readmit", { device: ed25519Key, replaces: bytes(32), slot }),
  void: form("void", { reason: literal("desk", "death", "request"), revision: whole(0, REVISIONS), slot }),
};

export function readEntry(blob, place) {
  const value = parse(blob, place, MOST_BYTES);
  must(Object.hasOwn(FORMS, Object(value).type ?? ""), place, "no entry");
  const entry = FORMS[value.type](value, place);
  must(entry.type !== "paper" || entry.ballots.length + entry.spoiled > 0, place, "a batch of nothing");
  return entry;
}

export function checkSigners(entry, election, place) {
  if (entry.type === "cast") return checkSigned(entry.device, entry, place);
  if (entry.type === "paper") checkClerks(entry, election, place);
  return checkSigned(election.registrar, entry, place);
}

function checkClerks(entry, election, place) {
  const [one, other] = entry.clerks;
  must(!one.key.equals(other.key), place, "one clerk twice");
  for (const { key, signature } of entry.clerks) {
    must(election.clerks.some((clerk) => clerk.key.equals(key)), place, "no clerk of this election");
    checkSignature(key, signedMessage(entry, "clerks"), signature, place);
  }
}
