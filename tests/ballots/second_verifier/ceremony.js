// FORMAT chapter 23: how the trustees made the key; Y and every X_j are computed here.
import { createPublicKey, diffieHellman, generateKeyPairSync } from "node:crypto";
import { challenge, checkSigned, digest, G, octets, point, scalar, sum, times } from "./crypto.js";
import { must } from "./fault.js";
import { parse, write } from "./json.js";
import { ed25519Key } from "./manifest.js";
import { bytes, distinct, list, object, RAW, signed, text, typed, whole } from "./shape.js";

const all = (rule) => list(rule, 1, 50);
const of = (rules) => ({ terms: bytes(32), trustee: whole(1, 50), ...rules });

const card = signed("card", { name: text(1, 100), sealing: bytes(32), signing: ed25519Key });

const ceremony = typed("ceremony", {
  acknowledgements: all(signed("acknowledgement", of({ transcript: bytes(64) }))),
  commitments: all(signed("commitment", of({ hash: bytes(64) }))),
  deals: all(
    signed(
      "deal",
      of({
        commitment: bytes(32),
        points: all(bytes(32)),
        response: bytes(32),
        salt: bytes(32),
        shares: all(bytes(80)),
      }),
    ),
  ),
  terms: typed("terms", { cards: all(card), nonce: bytes(32), threshold: whole(1, 50), title: text(0, 200) }),
});

export function readCeremony(blob) {
  const place = "ceremony.json";
  const found = ceremony(parse(blob, place), place);
  const cards = checkCards(found.terms, `${place}.terms`);
  found.name = digest("ceremony-terms", write(found.terms[RAW])).subarray(0, 32);
  for (const part of ["commitments", "deals", "acknowledgements"]) checkAuthors(found, part, cards, place);
  found.deals.forEach((deal, at) => checkDeal(found, deal, at + 1, `${place}.deals[${at}]`));
  checkAcknowledged(found, place);
  return { cards, threshold: found.terms.threshold, ...keys(found, place) };
}

function checkCards({ cards, threshold }, place) {
  cards.forEach((each, at) => checkSigned(each.signing, each, `${place}.cards[${at}]`));
  must(cards.every((each) => canShare(each.sealing)), `${place}.cards`, "a sealing key of small order");
  distinct(cards.map((each) => each.name), `${place}.cards`);
  distinct(cards.map((each) => each.signing.toString("hex")), `${place}.cards`);
  distinct(cards.map((each) => each.sealing.toString("hex")), `${place}.cards`);
  must(threshold <= cards.length, `${place}.threshold`, "more than there are trustees");
  return cards;
}

// RFC 7748 section 6.1: with a key of small order every shared secret is zero; node refuses to give that one.
function canShare(sealing) {
  const prefix = Buffer.from("302a300506032b656e032100", "hex");
  const publicKey = createPublicKey({ key: Buffer.concat([prefix, sealing]), format: "der", type: "spki" });
  try {
    return diffieHellman({ privateKey: generateKeyPairSync("x25519").privateKey, publicKey }).some((byte) => byte > 0);
  } catch {
    return false;
  }
}

function checkAuthors(found, part, cards, place) {
  must(found[part].length === cards.length, `${place}.${part}`, "one by each trustee");
  found[part].forEach((each, at) => {
    const where = `${place}.${part}[${at}]`;
    must(each.trustee === at + 1 && each.terms.equals(found.name), where, "of another trustee or ceremony");
    checkSigned(cards[at].signing, each, where);
  });
}

function checkDeal(found, deal, number, place) {
  must(deal.points.length === found.terms.threshold, place, "as many points as the threshold");
  must(deal.shares.length === found.deals.length, place, "as many shares as trustees");
  const column = Buffer.concat(deal.points);
  const hashes = found.commitments.map((each) => each.hash);
  const committed = digest("ceremony-commitment", found.name, number, column, deal.salt);
  must(committed.equals(hashes[number - 1]), place, "not what was committed to");
  deal.elements = deal.points.map((each, at) => point(each, `${place}.points[${at}]`));
  const everything = Buffer.concat(hashes);
  const c = challenge("ceremony-possession", found.name, number, everything, column, deal.commitment);
  const right = point(deal.commitment, place).add(times(c, deal.elements[0]));
  must(times(scalar(deal.response, place), G).equals(right), place, "no proof of possession");
}

function checkAcknowledged(found, place) {
  const heard = [found.commitments, found.deals].map((part) => part.map((each) => write(each[RAW])));
  const transcript = digest("ceremony-transcript", found.name, ...heard);
  const same = found.acknowledgements.every((each) => each.transcript.equals(transcript));
  must(same, `${place}.acknowledgements`, "of another transcript");
}

function keys({ deals, terms }, place) {
  const powers = Array.from({ length: terms.threshold }, (_, k) => sum(deals.map((deal) => deal.elements[k])));
  const checked = (element) => point(octets(element), place);
  const verification = deals.map((_, at) =>
    checked(sum(powers.map((element, k) => times(BigInt(at + 1) ** BigInt(k), element)))),
  );
  return { Y: checked(powers[0]), X: verification };
}
