// The frozen vectors (FORMAT chapter 27) against this verifier: node vectors.js FOLDER prints how many cases of each
// file came out as the file says, and every case that did not.
import { readFileSync } from "node:fs";
import { deepStrictEqual } from "node:assert";
import { readCeremony } from "./ceremony.js";
import { carried, challenge, checkSignature, digest, generator, isPoint, octets, point } from "./crypto.js";
import { checkFactors, openedPoints } from "./decryption.js";
import { checkSigners, readEntry } from "./entries.js";
import { must } from "./fault.js";
import { write } from "./json.js";
import { sizeOf, unpack } from "./kinds.js";
import * as log from "./log.js";
import { readManifest } from "./manifest.js";
import { checkShuffle } from "./mixing.js";
import { belongings, checkKnowledge } from "./sealing.js";

const hex = (text) => Buffer.from(text, "hex");
const load = (name) => JSON.parse(readFileSync(`${process.argv[2]}/${name}.json`, "utf8"));
const equal = (found, expected) => must(found.toString("hex") === expected, expected, "is expected");
const littleEndian = (number) => Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse();

function item(found) {
  const [[kind, value]] = Object.entries(found);
  if (kind === "list") return value.map(item);
  return { bytes: hex, number: BigInt, text: String }[kind](value);
}

function transcript({ domain, items, ...expected }) {
  equal(digest(domain, ...items.map(item)), expected.digest);
  equal(littleEndian(challenge(domain, ...items.map(item))), expected.challenge);
}

const all = (record, names) => Object.fromEntries(names.map((name) => [name, hex(record[name])]));

function sealing(record) {
  const sealed = all(record, ["alpha", "beta", "commitment", "response"]);
  const { context, device, supersedes } = all(record, ["context", "device", "supersedes"]);
  checkKnowledge(sealed, [context, record.slot, device, record.revision, supersedes], "sealing");
}

const signatures = ({ key, message, signature }) => checkSignature(hex(key), hex(message), hex(signature), "signature");

function mix(record) {
  const { context, inputs, key, outputs, proof } = all(record, ["context", "inputs", "key", "outputs", "proof"]);
  const read = {
    ballots: inputs.length / 64,
    base: "mix",
    mixer: record.mixer,
    number: record.number,
    output: outputs,
    points: record.points.map(hex),
    proofColumns: proof,
    scalars: record.scalars.map(hex),
  };
  checkShuffle(read, inputs, point(key, "key"), context);
}

function decryption(record) {
  const names = ["ciphertexts", "context", "factors", "s", "t1", "t2", "verification"];
  const { ciphertexts, context, factors, verification, ...proof } = all(record, names);
  const share = { ...proof, base: "decryption", column: factors, trustee: record.trustee };
  checkFactors(share, ciphertexts, point(verification, "verification"), context);
  const opened = openedPoints([{ ...share, trustee: 1 }], ciphertexts);
  opened.forEach((each, at) => equal(each, record.opened[at]));
}

const group = {
  generators: ({ number, point: expected }) => equal(octets(generator(number)), expected),
  messages: ({ message, point: expected }) => equal(carried(hex(expected)), message),
  carry_nothing: (bytes) => must(carried(hex(bytes)) === null, bytes, "carries nothing"),
  refused_points: (bytes) => must(!isPoint(hex(bytes)), bytes, "is no point"),
};

function ceremony({ ceremony: whole, ...expected }) {
  const blob = write(whole);
  equal(digest("ceremony-file", blob), expected.digest);
  const { Y, X } = readCeremony(blob);
  equal(octets(Y), expected.public);
  X.forEach((each, at) => equal(octets(each), expected.verification[at]));
}

function packing({ kind, limits, costs, blank, size, marking, code }) {
  const projects = costs.map((cost, at) => ({ cost, id: `P${String(at + 1).padStart(3, "0")}` }));
  const section = { blank, kind, limits, name: "one", projects };
  must(sizeOf(section) === BigInt(size), size, "is the size");
  deepStrictEqual(unpack(BigInt(code), [section]), { one: marking });
}

// The example of chapters 4 to 12: one manifest, its roll, some entries, a checkpoint.
function example({ manifest, election, roll, entries, hashes, checkpoint, ballot }) {
  const frozen = readManifest(Buffer.from(manifest));
  equal(frozen.id, election);
  equal(carried(hex(ballot.point)), ballot.message);
  const slots = log.readRoll(hex(roll.records), frozen);
  entries.forEach((text, at) => {
    const entry = readEntry(Buffer.from(text), `entry ${at}`);
    checkSigners(entry, frozen, `entry ${at}`);
    equal(log.leafHash(Buffer.from(text)), hashes[at]);
    belongings(entry, frozen, slots).forEach(([sealed, belonging]) => checkKnowledge(sealed, belonging, `entry ${at}`));
  });
  const final = log.readCheckpoint(Buffer.from(checkpoint), "checkpoint");
  log.checkLogSigned(final, frozen, "checkpoint");
  must(log.checkCosigned(final, frozen, "checkpoint") === 1, "checkpoint", "one witness cosigned");
  equal(log.treeHash(hashes.map(hex)), final.root.toString("hex"));
}

function fault(check, record) {
  try {
    check(record);
    return null;
  } catch (error) {
    return error;
  }
}

function run(name, check, records) {
  const wrong = records.flatMap((record, at) => {
    const found = fault(check, record);
    return (found === null) === (record.holds ?? true) ? [] : [`${name}[${at}]: ${found ?? "should be refused"}`];
  });
  console.log([`${name} ${records.length - wrong.length}`, ...wrong].join("\n"));
}

run("transcript", transcript, load("transcript"));
for (const [part, check] of Object.entries(group)) run(`group.${part}`, check, load("group")[part]);
run("sealing", sealing, load("sealing"));
run("signatures", signatures, load("signatures"));
run("mix", mix, load("mix"));
run("decryption", decryption, load("decryption"));
run("ceremony", ceremony, [load("ceremony")]);
run("packing", packing, load("records").packing);
run("example", example, [load("records")]);
