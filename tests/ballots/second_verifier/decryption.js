// FORMAT chapters 15, 21 and 25: what the trustees opened, and how each opened ballot is written.
import { carried, challenge, checkSigned, digest, G, isPoint } from "./crypto.js";
import { L, octets, point, scalar, sha512, sum, times } from "./crypto.js";
import { must } from "./fault.js";
import { parse, write } from "./json.js";
import { isLawful, unpack } from "./kinds.js";
import { halves, records } from "./mixing.js";
import { bytes, name, object, signed, whole } from "./shape.js";

const header = signed("decryption", {
  ballots: whole(1),
  ciphertexts: bytes(64),
  election: bytes(32),
  factors: bytes(64),
  group: name,
  s: bytes(32),
  style: name,
  t1: bytes(32),
  t2: bytes(32),
  trustee: whole(1, 50),
});

export function readDecryption(files, base) {
  const read = header(parse(files.get(`${base}.json`), `${base}.json`, 1024 * 1024), `${base}.json`);
  return { ...read, read, base, column: files.get(`${base}.factors`) };
}

// Everything about a decryption but the equations of its proof.
export function checkDecryptionHeader(share, { election, cards }, { style, group }, outputs, trustee) {
  const place = `${share.base}.json`;
  must(share.election.equals(election.id) && share.style === style && share.group === group, place, "of another group");
  must(share.trustee === trustee && trustee <= cards.length, place, "of another trustee");
  must(share.ballots === outputs.length / 64, place, "another number of ballots");
  must(share.column.length === 32 * share.ballots, `${share.base}.factors`, "another number of ballots");
  must(share.ciphertexts.equals(sha512(outputs)), place, "of other ciphertexts");
  must(share.factors.equals(sha512(share.column)), place, "of other factors");
  checkSigned(cards[trustee - 1].signing, share.read, place);
}

export function checkFactors(share, outputs, X, context) {
  const [alphas] = halves(outputs, "outputs");
  const d = records(share.column).map((each, at) => point(each, `${share.base}.factors[${at}]`));
  const seed = digest("decryption-seed", context, share.trustee, octets(X), d.length, outputs, share.column);
  const w = d.map((_, at) => challenge("decryption-weight", seed, at + 1));
  const c = challenge("decryption-challenge", seed, share.t1, share.t2);
  const [t1, t2] = [share.t1, share.t2].map((each) => point(each, share.base));
  const s = scalar(share.s, share.base);
  const weighted = (elements) => sum(elements.map((each, at) => times(w[at], each)));
  must(times(s, G).equals(t1.add(times(c, X))), share.base, "the first equation does not hold");
  const right = t2.add(times(c, weighted(d)));
  must(times(s, weighted(alphas)).equals(right), share.base, "the second equation does not hold");
}

function inverse(number) {
  let [result, base, exponent] = [1n, ((number % L) + L) % L, L - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % L;
    base = (base * base) % L;
  }
  return result;
}

function lagrange(number, all) {
  const others = all.filter((each) => each !== number);
  return others.reduce((sofar, l) => (sofar * BigInt(l) * inverse(BigInt(l - number))) % L, 1n);
}

// M_i for every ballot, 32 bytes each; here the identity is lawful.
export function openedPoints(shares, outputs) {
  const betas = halves(outputs, "outputs")[1];
  const trustees = shares.map((share) => share.trustee);
  const weights = trustees.map((trustee) => lagrange(trustee, trustees));
  const columns = shares.map((share) => records(share.column).map((each) => point(each, share.base)));
  return betas.map((beta, i) => octets(beta.subtract(sum(columns.map((d, j) => times(weights[j], d[i]))))));
}

// The marking that an opened point stands for, or null.
function markingOf(bytes, style) {
  const message = carried(bytes);
  return message ? unpack(BigInt(`0x${message.toString("hex")}`), style.parts) : null;
}

export function plaintextLine(bytes, style) {
  const marking = markingOf(bytes, style);
  const value = marking ? { marking } : { spoiled: bytes.toString("hex") };
  return write(value);
}

// The lines of a plaintext file, each in the one form: its marking, or null for a spoiled one.
export function readPlaintexts(blob, style, ballots, place) {
  must(blob.length > 0 && blob.at(-1) === 0x0a, place, "no newline at the end");
  const lines = split(blob);
  must(lines.length === ballots, place, `${ballots} lines are expected`);
  return lines.map((line, at) => ({ line, marking: readLine(line, style, `${place}[${at}]`) }));
}

function split(blob) {
  const lines = [];
  for (let start = 0; start < blob.length; ) {
    const end = blob.indexOf(0x0a, start);
    lines.push(blob.subarray(start, end));
    start = end + 1;
  }
  return lines;
}

function readLine(line, style, place) {
  const value = parse(line, place, 65535);
  if (Object(value).spoiled !== undefined) return spoiled(value, style, place);
  const sections = Object.fromEntries(style.parts.map((section) => [section.name, lawful(section)]));
  return object({ marking: object(sections) })(value, place).marking;
}

function spoiled(value, style, place) {
  const bytesOf = object({ spoiled: bytes(32) })(value, place).spoiled;
  must(isPoint(bytesOf) && markingOf(bytesOf, style) === null, place, "no spoiled ballot");
  return null;
}

const lawful = (section) => (value, place) => {
  must(isLawful(value, section), place, "no lawful marking");
  return value;
};
