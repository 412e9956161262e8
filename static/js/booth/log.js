// The log's hashes, inclusion and signed checkpoints (RFC 9162; ballots/FORMAT.md, chapters 8 and 9).
import { sha256 } from "@noble/hashes/sha2.js";
import { ascii, fromBase64, join, same, toHex } from "./bytes.js";
import { octets } from "./canonical.js";
import { demand } from "./refusal.js";
import { checkSignature } from "./signatures.js";

const NOTE = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([^\n]+)\n\n((?:\u2014 [^ \n]+ [^ \n]+\n)+)$/;
const LOG = 1;
const WITNESS = 4;

export const entryHash = (entry) => sha256(join(Uint8Array.of(0), entry));

const nodeHash = (left, right) => sha256(join(Uint8Array.of(1), left, right));

// RFC 9162 2.1.3.2: the leaf is number `index` of the `size` leaves under `root`.
export function checkInclusion(leaf, index, size, path, root) {
  demand(index < size, "bad-proof", "no such place in a log of this size");
  let [place, last, hash] = [index, size - 1, leaf];
  for (const sibling of path) {
    demand(last > 0, "bad-proof", "the path is too long");
    const isRight = place % 2 === 1;
    hash = isRight || place === last ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
    if (!isRight) while (place === last && place > 0 && place % 2 === 0) [place, last] = [place / 2, last / 2];
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  demand(last === 0 && same(hash, root), "bad-proof", "the ballot is not in the log");
}

// A checkpoint by this election's log. Every other line must be by a different witness of the election.
export function readCheckpoint(text, election) {
  const found = NOTE.exec(text);
  demand(found, "malformed", "no checkpoint");
  const [, origin, size, root, lines] = found;
  const { log, witnesses } = election.manifest;
  const name = `${log.origin}/${election.fingerprint}`;
  demand(origin === name, "malformed", "a checkpoint of another log");
  const body = `${origin}\n${size}\n${root}\n`;
  const [first, ...others] = lines.trimEnd().split("\n").map(signatureLine);
  demand(first.name === name, "bad-signature", "the log has not signed");
  checkLog(first, octets(log.key, 32), body);
  others.forEach((line) => checkWitness(line, witnesses.find((witness) => witness.name === line.name), body));
  demand(new Set(others.map((line) => line.name)).size === others.length, "bad-signature", "a witness signs twice");
  demand(fromBase64(root).length === 32 && Number.isSafeInteger(Number(size)), "malformed", "no checkpoint");
  return { size: Number(size), root: fromBase64(root), witnesses: others.length };
}

function signatureLine(line) {
  const [, name, blob] = line.split(" ");
  const bytes = fromBase64(blob);
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

const keyId = (name, kind, key) => sha256(join(ascii(`${name}\n`), Uint8Array.of(kind), key)).subarray(0, 4);

function checkLog(line, key, body) {
  demand(same(line.keyId, keyId(line.name, LOG, key)), "bad-signature", "another log's key");
  checkSignature(key, ascii(body), line.signature);
}

function checkWitness(line, witness, body) {
  demand(witness, "bad-signature", "no witness of this election");
  const key = octets(witness.key, 32);
  const isTheirs = same(line.keyId, keyId(line.name, WITNESS, key)) && line.signature.length === 72;
  demand(isTheirs, "bad-signature", "another witness's key");
  const time = BigInt(`0x${toHex(line.signature.subarray(0, 8))}`);
  checkSignature(key, ascii(`cosignature/v1\ntime ${time}\n${body}`), line.signature.subarray(8));
}
