// FORMAT chapter 17: every check in its order. Each looks at the whole bundle and leaves what it read for the next.
import { Box } from "./box.js";
import { readCeremony } from "./ceremony.js";
import { digest } from "./crypto.js";
import {
  checkDecryptionHeader,
  checkFactors,
  openedPoints,
  plaintextLine,
  readDecryption,
  readPlaintexts,
} from "./decryption.js";
import { checkSigners, readEntry } from "./entries.js";
import { must } from "./fault.js";
import * as log from "./log.js";
import { readManifest, styleNamed } from "./manifest.js";
import { checkMixHeader, checkShuffle, readMix } from "./mixing.js";
import { checkJournal, checkResult } from "./result.js";
import { belongings, checkKnowledge, contextOf } from "./sealing.js";
import { isUndamaged } from "./zip.js";

const FINAL = "log/checkpoint";
const EARLIER = /^log\/checkpoints\/([0-9]+)$/;
const FIXED = ["manifest.json", "ceremony.json", "roll.bin", FINAL, "result.json"];
const JOURNAL = ["journal.json", "journal.data"];

function need(files, name) {
  must(files.has(name), name, "this file is missing");
  return files.get(name);
}

const place = (index) => `log[${index}]`;

function bundle(state) {
  for (const [name, file] of state.zip) must(isUndamaged(file), name, "damaged: another sum than the zip states");
  state.files = new Map([...state.zip].map(([name, { data }]) => [name, data]));
  return state.files.size;
}

function manifest(state) {
  state.election = readManifest(need(state.files, "manifest.json"));
  return 1;
}

function ceremony(state) {
  const { files, election } = state;
  const blob = need(files, "ceremony.json");
  const { count, threshold } = election.trustees;
  must(digest("ceremony-file", blob).subarray(0, 32).equals(election.ceremony), "ceremony.json", "another ceremony");
  state.keys = readCeremony(blob);
  must(state.keys.cards.length === count && state.keys.threshold === threshold, "ceremony.json", "other trustees");
  return count;
}

function roll(state) {
  state.roll = log.readRoll(need(state.files, "roll.bin"), state.election);
  return state.roll.length;
}

function checkpoint(state) {
  state.final = log.readCheckpoint(need(state.files, FINAL), FINAL);
  log.checkLogSigned(state.final, state.election, FINAL);
  return state.final.size;
}

function tiles(state) {
  const { files, final } = state;
  state.earlier = readEarlier(files);
  const names = log.expectedTiles(final.size);
  state.blobs = log.readEntries(files, final.size);
  state.hashes = state.blobs.map(log.leafHash);
  log.checkHashTiles(files, state.hashes);
  must(log.treeHash(state.hashes).equals(final.root), FINAL, "another root than the entries give");
  return names.length;
}

function readEarlier(files) {
  const found = [...files.keys()].filter((name) => EARLIER.test(name));
  const sizeIn = (name) => Number(EARLIER.exec(name)[1]);
  return found.map((name) => ({ name, size: sizeIn(name), read: log.readCheckpoint(files.get(name), name) }));
}

function history({ election, hashes, earlier: all }) {
  for (const { name, size, read: earlier } of all) {
    log.checkLogSigned(earlier, election, name);
    log.checkCosigned(earlier, election, name);
    must(earlier.size === size && size <= hashes.length, name, "another size than its name says");
    must(log.treeHash(hashes.slice(0, size)).equals(earlier.root), name, "no beginning of this log");
  }
  return all.length;
}

function cosignatures({ final, election }) {
  const count = log.checkCosigned(final, election, FINAL);
  must(count >= election.quorum, FINAL, `${count} witnesses, ${election.quorum} are asked for`);
  return count;
}

function entries(state) {
  state.entries = state.blobs.map((blob, index) => readEntry(blob, place(index)));
  return state.entries.length;
}

function signatures({ entries: all, election }) {
  all.forEach((entry, index) => checkSigners(entry, election, place(index)));
  return all.length;
}

function box(state) {
  state.box = new Box(state.election, state.roll);
  state.entries.forEach((entry, index) => state.box.add(entry, state.hashes[index], index, place(index)));
  must(state.box.closed, place(state.entries.length), "the log does not end with a close");
  return state.entries.length;
}

function groups(state) {
  const { election } = state;
  state.groups = [...state.box.groups()].sort().map(([name, inputs]) => {
    const [style, group] = name.split(".");
    const chosen = styleNamed(election, style);
    must(inputs.length / 64 >= election.smallest, name, "too few ballots to be opened");
    return { name, style: chosen, group, inputs, decryptions: decryptionsOf(state.files, name) };
  });
  return state.groups.length;
}

function decryptionsOf(files, name) {
  const wanted = new RegExp(`^decryption/${name.replace(".", "\\.")}/([0-9]+)\\.json$`);
  const found = [...files.keys()].flatMap((file) => wanted.exec(file)?.[1] ?? []);
  return found.map(Number).sort((one, other) => one - other);
}

function files(state) {
  const { election } = state;
  const earlier = state.earlier.map(({ name }) => name);
  const expected = new Set([...FIXED, ...log.expectedTiles(state.final.size), ...earlier]);
  if (JOURNAL.some((name) => state.files.has(name))) JOURNAL.forEach((name) => expected.add(name));
  for (const { name, decryptions } of state.groups) {
    for (let k = 1; k <= election.trustees.mixers; k += 1) {
      for (const ending of ["json", "outputs", "proof"]) expected.add(`mix/${name}/${k}.${ending}`);
    }
    for (const trustee of decryptions) {
      for (const ending of ["json", "factors"]) expected.add(`decryption/${name}/${trustee}.${ending}`);
    }
    expected.add(`plaintexts/${name}`);
  }
  for (const name of expected) need(state.files, name);
  for (const name of state.files.keys()) must(expected.has(name), name, "this file does not belong here");
  return expected.size;
}

const about = ({ style, group }) => ({ style: style.name, group });

function mixes(state) {
  const { election, keys } = state;
  for (const each of state.groups) {
    each.mixes = [];
    let inputs = each.inputs;
    for (let k = 1; k <= election.trustees.mixers; k += 1) {
      const mix = readMix(state.files, `mix/${each.name}`, k);
      checkMixHeader(mix, { election, ...keys }, about(each), k, inputs);
      each.mixes.push({ mix, inputs });
      inputs = mix.output;
    }
    const mixers = each.mixes.map(({ mix }) => mix.mixer);
    must(new Set(mixers).size === mixers.length, `mix/${each.name}`, "one trustee mixed twice");
    each.outputs = inputs;
  }
  return state.groups.length * election.trustees.mixers;
}

function decryptions(state) {
  const { election, keys } = state;
  for (const each of state.groups) {
    const wanted = election.trustees.threshold;
    must(each.decryptions.length === wanted, `decryption/${each.name}`, "another number of trustees");
    each.shares = each.decryptions.map((trustee) => {
      const share = readDecryption(state.files, `decryption/${each.name}/${trustee}`);
      checkDecryptionHeader(share, { election, ...keys }, about(each), each.outputs, trustee);
      return share;
    });
  }
  return state.groups.length * election.trustees.threshold;
}

const total = (numbers) => numbers.reduce((one, other) => one + other, 0);

function plaintexts(state) {
  for (const each of state.groups) {
    const name = `plaintexts/${each.name}`;
    each.lines = readPlaintexts(state.files.get(name), each.style, each.outputs.length / 64, name);
  }
  return total(state.groups.map((each) => each.lines.length));
}

function knowledge({ entries: all, election, roll: slots }) {
  const pairs = all.flatMap((entry, index) =>
    belongings(entry, election, slots).map(([sealed, belonging]) => {
      checkKnowledge(sealed, belonging, place(index));
      return sealed;
    }),
  );
  return pairs.length;
}

function mixProof({ groups: all, election, keys }) {
  const found = all.flatMap((each) => each.mixes);
  found.forEach(({ mix, inputs }) => checkShuffle(mix, inputs, keys.Y, contextOf(election, mix.style, mix.group)));
  return total(found.map(({ mix }) => mix.ballots));
}

function decryptionProof({ groups: all, election, keys }) {
  for (const each of all) {
    const context = contextOf(election, each.style.name, each.group);
    each.shares.forEach((share) => checkFactors(share, each.outputs, keys.X[share.trustee - 1], context));
  }
  return total(all.flatMap((each) => each.shares).map((share) => share.ballots));
}

function opening({ groups: all }) {
  for (const each of all) {
    openedPoints(each.shares, each.outputs).forEach((opened, at) => {
      const right = plaintextLine(opened, each.style).equals(each.lines[at].line);
      must(right, `plaintexts/${each.name}[${at}]`, "not what was sealed");
    });
  }
  return total(all.map((each) => each.lines.length));
}

function result(state) {
  const opened = state.groups.map(({ style, group, lines }) => ({
    style,
    group,
    markings: lines.map((each) => each.marking),
  }));
  state.counts = state.box.counts();
  checkResult(state.files.get("result.json"), state.election, state.counts, opened);
  state.counts.unlawful = opened.flatMap(({ markings }) => markings).filter((marking) => !marking).length;
  return Object.keys(state.counts).length;
}

const journal = ({ files: all, election }) => checkJournal(all, election);

export const CHECKS = [
  ["bundle", "every file is undamaged", bundle],
  ["manifest", "the rules of the election are lawful", manifest],
  ["ceremony", "the trustees of the manifest made the key together", ceremony],
  ["roll", "the slots are those frozen before opening", roll],
  ["checkpoint", "the log signed its last size and root", checkpoint],
  ["tiles", "every entry and tile gives that root", tiles],
  ["history", "earlier checkpoints are beginnings of the same log", history],
  ["cosignatures", "enough witnesses saw the last checkpoint", cosignatures],
  ["entries", "every entry is in the one form", entries],
  ["signatures", "every entry is signed by those who must", signatures],
  ["box", "every entry is allowed by the rules of the box", box],
  ["groups", "no mix group is too small to be opened", groups],
  ["files", "the bundle has the files it needs and no others", files],
  ["mixes", "each mix takes what the one before gave", mixes],
  ["decryptions", "each group is opened by as many trustees as needed", decryptions],
  ["plaintexts", "every opened ballot is in the one form", plaintexts],
  ["knowledge", "each voter knew what was sealed: no copies", knowledge],
  ["mix-proof", "each mix only re-encrypted and reordered", mixProof],
  ["decryption-proof", "each trustee opened with the right share", decryptionProof],
  ["opening", "the opened ballots are what was sealed", opening],
  ["result", "the announced figures are those anyone finds", result],
  ["journal", "the journal is the signed one", journal],
];
