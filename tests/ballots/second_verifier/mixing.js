// FORMAT chapters 11 and 24: every mix reorders and re-encrypts what it was given, and does nothing else.
import { challenge, checkSigned, digest, G, generator } from "./crypto.js";
import { L, octets, point, scalar, sha512, sum, times } from "./crypto.js";
import { must } from "./fault.js";
import { parse } from "./json.js";
import { bytes, list, name, signed, whole } from "./shape.js";

const header = signed("mix", {
  ballots: whole(1),
  election: bytes(32),
  group: name,
  inputs: bytes(64),
  mixer: whole(1, 50),
  number: whole(1, 50),
  outputs: bytes(64),
  points: list(bytes(32), 5, 5),
  proof: bytes(64),
  scalars: list(bytes(32), 4, 4),
  style: name,
});

export function records(column) {
  return Array.from({ length: column.length / 32 }, (_, at) => column.subarray(32 * at, 32 * at + 32));
}

const points = (column, place) => records(column).map((each, at) => point(each, `${place}[${at}]`));
const scalars = (column, place) => records(column).map((each, at) => scalar(each, `${place}[${at}]`));

// The alphas and betas of a column of ciphertexts.
export function halves(column, place) {
  const all = points(column, place);
  return [all.filter((_, at) => at % 2 === 0), all.filter((_, at) => at % 2 === 1)];
}

export function readMix(files, folder, number) {
  const base = `${folder}/${number}`;
  const [blob, outputs, proof] = [".json", ".outputs", ".proof"].map((ending) => files.get(base + ending));
  const mix = header(parse(blob, `${base}.json`, 1024 * 1024), `${base}.json`);
  return { ...mix, read: mix, base, output: outputs, proofColumns: proof };
}

// Everything about a mix but the equations of its proof.
export function checkMixHeader(mix, { election, cards }, { style, group }, number, inputs) {
  const place = `${mix.base}.json`;
  must(mix.election.equals(election.id) && mix.style === style && mix.group === group, place, "of another group");
  must(mix.number === number && mix.mixer <= cards.length, place, "of another place or trustee");
  must(mix.ballots === inputs.length / 64, place, "another number of ballots");
  must(mix.output.length === 64 * mix.ballots, `${mix.base}.outputs`, "another number of ballots");
  must(mix.proofColumns.length === 160 * mix.ballots, `${mix.base}.proof`, "another number of ballots");
  must(mix.inputs.equals(sha512(inputs)), place, "another input");
  must(mix.outputs.equals(sha512(mix.output)), place, "another output");
  must(mix.proof.equals(sha512(mix.proofColumns)), place, "another proof");
  checkSigned(cards[mix.mixer - 1].signing, mix.read, place);
}

export function checkShuffle(mix, inputs, Y, context) {
  const N = mix.ballots;
  const place = mix.base;
  const part = (at) => mix.proofColumns.subarray(32 * N * at, 32 * N * (at + 1));
  const [c, chain, tHat] = [0, 1, 2].map((at) => points(part(at), `${place}.proof`));
  const [sHat, sPrime] = [3, 4].map((at) => scalars(part(at), `${place}.proof`));
  const [t1, t2, t3, t4a, t4b] = mix.points.map((each) => point(each, `${place}.json.points`));
  const [s1, s2, s3, s4] = mix.scalars.map((each) => scalar(each, `${place}.json.scalars`));
  const [h, H] = [generator(0), Array.from({ length: N }, (_, at) => generator(at + 1))];
  const [alphas, betas] = halves(inputs, "input");
  const [alphasOut, betasOut] = halves(mix.output, `${place}.outputs`);

  const fixed = [octets(Y), octets(h), Buffer.concat(H.map(octets))];
  const seed = digest("mix-seed", context, mix.number, mix.mixer, N, ...fixed, inputs, mix.output, part(0));
  const u = Array.from({ length: N }, (_, at) => challenge("mix-weight", seed, at + 1));
  const e = challenge("mix-challenge", seed, part(1), ...mix.points, part(2));

  const product = u.reduce((one, other) => (one * other) % L, 1n);
  const weighted = (numbers, elements) => sum(elements.map((each, at) => times(numbers[at], each)));
  const holds = (t, right, what) => must(t.equals(right), place, `the equation of ${what} does not hold`);
  const less = (left, right) => left.add(times(-e, right));

  holds(t1, less(times(s1, G), sum(c).subtract(sum(H))), "t1");
  holds(t2, less(times(s2, G), chain[N - 1].subtract(times(product, h))), "t2");
  holds(t3, less(times(s3, G).add(weighted(sPrime, H)), weighted(u, c)), "t3");
  holds(t4a, less(weighted(sPrime, alphasOut).subtract(times(s4, G)), weighted(u, alphas)), "t4a");
  holds(t4b, less(weighted(sPrime, betasOut).subtract(times(s4, Y)), weighted(u, betas)), "t4b");
  for (let i = 0; i < N; i += 1) {
    const before = i === 0 ? h : chain[i - 1];
    holds(tHat[i], less(times(sHat[i], G).add(times(sPrime[i], before)), chain[i]), `t̂_${i + 1}`);
  }
}
