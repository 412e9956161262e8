// FORMAT chapters 6, 8 and 9: roll, Merkle tree, tiles, checkpoints.
import { checkSignature, sha256 } from "./crypto.js";
import { must } from "./fault.js";

const FULL = 256;
const NOTE = /^([^\n]*\n(?:0|[1-9][0-9]{0,15})\n[A-Za-z0-9+/=]{44}\n)\n((?:— [^ \n]+ [A-Za-z0-9+/=]+\n)+)$/;

export const leafHash = (entry) => sha256(Buffer.of(0), entry);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);

// RFC 9162 2.1.1 over leaf hashes: the left part is the largest power of two below the size.
export function treeHash(leaves, start = 0, end = leaves.length) {
  const size = end - start;
  if (size === 0) return sha256();
  if (size === 1) return leaves[start];
  const left = 2 ** (31 - Math.clz32(size - 1));
  return nodeHash(treeHash(leaves, start, start + left), treeHash(leaves, start + left, end));
}

export function readRoll(blob, election) {
  const { slots, root } = election.roll;
  must(blob.length === 36 * slots, "roll.bin", `${slots} records of 36 bytes are expected`);
  const records = Array.from({ length: slots }, (_, at) => blob.subarray(36 * at, 36 * at + 36));
  must(treeHash(records.map(leafHash)).equals(root), "roll.bin", "not the roll that the manifest froze");
  const commitments = records.map((record) => record.toString("hex", 4));
  must(new Set(commitments).size === slots, "roll.bin", "the same commitment twice");
  return records.map((record, slot) => {
    const [style, group] = [election.styles[record.readUInt16BE(0)], election.groups[record.readUInt16BE(2)]];
    must(style && group, `roll.bin[${slot}]`, "no such style or group");
    return { style: style.name, group: group.name };
  });
}

// Tiles

function tilePath(number) {
  const groups = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0").match(/.../g);
  return groups.map((three, at) => (at < groups.length - 1 ? `x${three}` : three)).join("/");
}

function tileNames(prefix, count) {
  const names = Array.from({ length: Math.floor(count / FULL) }, (_, at) => `${prefix}/${tilePath(at)}`);
  return count % FULL ? [...names, `${prefix}/${tilePath(names.length)}.p/${count % FULL}`] : names;
}

const level = (size, number) => Math.floor(size / FULL ** number);

// Every tile name that a log of this size has.
export function expectedTiles(size) {
  const names = tileNames("log/tile/entries", size);
  for (let number = 0; level(size, number) > 0; number += 1) {
    names.push(...tileNames(`log/tile/${number}`, level(size, number)));
  }
  return names;
}

export function readEntries(files, size) {
  const entries = tileNames("log/tile/entries", size).flatMap((name) => unbundled(file(files, name), name));
  must(entries.length === size, "log/tile/entries", `${size} entries are expected`);
  return entries;
}

function file(files, name) {
  must(files.has(name), name, "this file is missing");
  return files.get(name);
}

function unbundled(blob, name) {
  const entries = [];
  for (let at = 0; at < blob.length; ) {
    must(at + 2 <= blob.length, name, "cut off");
    const end = at + 2 + blob.readUInt16BE(at);
    must(end <= blob.length, name, "cut off");
    entries.push(blob.subarray(at + 2, end));
    at = end;
  }
  const asked = /\.p\/(\d+)$/.exec(name);
  must(entries.length === (asked ? Number(asked[1]) : FULL), name, "another number of entries than its name says");
  return entries;
}

export function checkHashTiles(files, leaves) {
  let hashes = leaves;
  for (let number = 0; hashes.length > 0; number += 1) {
    for (const [at, name] of tileNames(`log/tile/${number}`, hashes.length).entries()) {
      const expected = Buffer.concat(hashes.slice(FULL * at, FULL * at + FULL));
      must(file(files, name).equals(expected), name, "not the hashes of the entries");
    }
    const above = Math.floor(hashes.length / FULL);
    hashes = Array.from({ length: above }, (_, at) => treeHash(hashes, FULL * at, FULL * at + FULL));
  }
}

// Checkpoints

const keyId = (name, kind, key) => sha256(Buffer.from(`${name}\n`), Buffer.of(kind), key).subarray(0, 4);

export function readCheckpoint(blob, place) {
  must(blob.length <= 1024 * 1024, place, "too long");
  const found = NOTE.exec(utf8(blob, place));
  must(found, place, "no checkpoint");
  const [, body, lines] = found;
  const [origin, size, root] = body.split("\n");
  must(Number.isSafeInteger(Number(size)), place, "too large");
  const signatures = lines.trimEnd().split("\n").map((line) => signatureLine(line, place));
  return { body, origin, size: Number(size), root: base64(root, place), signatures };
}

function utf8(blob, place) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(blob);
  } catch {
    return must(false, place, "no UTF-8");
  }
}

function base64(text, place) {
  const bytes = Buffer.from(text, "base64");
  must(bytes.toString("base64") === text, place, "no canonical base64");
  return bytes;
}

function signatureLine(line, place) {
  const [, name, coded] = line.split(" ");
  const blob = base64(coded, place);
  return { name, id: blob.subarray(0, 4), signature: blob.subarray(4) };
}

const logName = (election) => `${election.log.origin}/${election.id.toString("hex")}`;

export function checkLogSigned(checkpoint, election, place) {
  const name = logName(election);
  must(checkpoint.origin === name, place, "of another log");
  const [first] = checkpoint.signatures;
  const isLog = first.name === name && first.id.equals(keyId(name, 1, election.log.key));
  must(isLog && first.signature.length === 64, place, "the log's line is not the first");
  checkSignature(election.log.key, Buffer.from(checkpoint.body), first.signature, place);
}

// How many witnesses cosigned; every line after the first must be by one of them.
export function checkCosigned(checkpoint, election, place) {
  const others = checkpoint.signatures.slice(1);
  must(new Set(others.map((line) => line.name)).size === others.length, place, "a witness signs twice");
  for (const line of others) {
    const witness = election.witnesses.find((each) => each.name === line.name);
    must(witness, place, `${line.name} is no witness`);
    const isTheirs = line.id.equals(keyId(witness.name, 4, witness.key)) && line.signature.length === 72;
    must(isTheirs, place, `not the key of ${line.name}`);
    const time = line.signature.readBigUInt64BE(0);
    const message = Buffer.from(`cosignature/v1\ntime ${time}\n${checkpoint.body}`);
    checkSignature(witness.key, message, line.signature.subarray(8), place);
  }
  return others.length;
}
