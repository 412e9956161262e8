// FORMAT chapter 15: the announced figures are those of the opened ballots, and the journal is the signed one.
import { checkSigned, sha512 } from "./crypto.js";
import { must } from "./fault.js";
import { parse } from "./json.js";
import { bytes, keyed, list, object, signed, text, whole } from "./shape.js";

const COUNTS =
  "admitted cast counted online paper readmitted slots spoiled superseded unlawful voided".split(" ");

const journal = signed("journal", { bytes: whole(0), election: bytes(32), sha512: bytes(64) });

function resultForm(election, used) {
  const sections = election.sections.map((section) => section.name);
  const perGroup = (rule) => {
    return object(Object.fromEntries(sections.map((name) => [name, keyed(used[name], rule(name))])));
  };
  const projects = (name) => election.sections.find((section) => section.name === name).projects.length;
  return signed("result", {
    ballots: perGroup(() => whole(0)),
    counts: keyed(COUNTS, whole(0)),
    election: bytes(32),
    funded: keyed(sections, list(text(1, 32), 0, 1000)),
    votes: perGroup((name) => list(whole(0), projects(name), projects(name))),
  });
}

// `opened`: for each mix group {style, group, markings}, a marking being null where the line is spoiled.
export function checkResult(blob, election, counts, opened) {
  const place = "result.json";
  const figures = tally(election, opened);
  const used = Object.fromEntries(election.sections.map(({ name }) => [name, Object.keys(figures.votes[name])]));
  const found = resultForm(election, used)(parse(blob, place), place);
  must(found.election.equals(election.id), place, "of another election");
  checkSigned(election.registrar, found, place);
  const unlawful = opened.flatMap(({ markings }) => markings).filter((marking) => !marking).length;
  same(found.counts, { ...counts, unlawful }, `${place}.counts`);
  const { cast, online, superseded, voided } = found.counts;
  must(cast === superseded + voided + online, place, "does not add up");
  for (const { name, projects } of election.sections) {
    same(found.votes[name], figures.votes[name], `${place}.votes.${name}`);
    same(found.ballots[name], figures.ballots[name], `${place}.ballots.${name}`);
    const ids = projects.map((project) => project.id);
    must(found.funded[name].every((id) => ids.includes(id)), `${place}.funded.${name}`, "no such project");
  }
}

function same(found, expected, place) {
  for (const [name, value] of Object.entries(expected)) {
    must(String(found[name]) === String(value), `${place}.${name}`, `${found[name]} where ${value} is right`);
  }
}

function tally(election, opened) {
  const empty = () => Object.fromEntries(election.sections.map(({ name }) => [name, {}]));
  const figures = { votes: empty(), ballots: empty() };
  for (const { style, group, markings } of opened) {
    for (const section of style.parts) addGroup(figures, section, group, markings.filter(Boolean));
  }
  return figures;
}

function addGroup(figures, section, group, markings) {
  const votes = (figures.votes[section.name][group] ??= section.projects.map(() => 0));
  figures.ballots[section.name][group] ??= 0;
  for (const marking of markings.map((each) => each[section.name])) {
    if (marking === "blank") continue;
    figures.ballots[section.name][group] += 1;
    section.projects.forEach((project, at) => (votes[at] += given(marking, project, at)));
  }
}

function given(marking, project, at) {
  if (typeof marking === "string") return Number(marking === "yes");
  return Number.isInteger(marking[at]) ? marking[at] : Number(marking.includes(project.id));
}

export function checkJournal(files, election) {
  const [blob, data] = [files.get("journal.json"), files.get("journal.data")];
  if (!blob) return 0;
  const found = journal(parse(blob, "journal.json", 1024 * 1024), "journal.json");
  must(found.election.equals(election.id), "journal.json", "of another election");
  checkSigned(election.registrar, found, "journal.json");
  must(found.bytes === data.length && found.sha512.equals(sha512(data)), "journal.data", "not the signed journal");
  return 1;
}
