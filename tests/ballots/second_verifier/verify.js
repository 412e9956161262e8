// A second verifier, written from ballots/FORMAT.md alone: node verify.js BUNDLE.zip ... prints one JSON report a line.
// It shares no line with the booth or with the Python verifier, so that a mistake in one is not a mistake in both.
// Exit: 0 all hold, 1 something does not, 2 something cannot be read. It does not recount (check "recount").
import { readFileSync } from "node:fs";
import { CHECKS } from "./checks.js";
import { Fault } from "./fault.js";
import { unzip } from "./zip.js";

function outcome(check, state) {
  try {
    return { ok: true, count: check(state), detail: "" };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { ok: false, count: 0, detail: fault.message };
  }
}

function verified(zip) {
  const state = { zip, counts: {} };
  const checks = [];
  for (const [code, name, check] of CHECKS) {
    const started = performance.now();
    const found = outcome(check, state);
    const seconds = Math.round(performance.now() - started) / 1000;
    checks.push({ code, name, ok: found.ok, count: found.count, seconds, detail: found.detail });
    if (!found.ok) break;
  }
  return { ok: checks.every((check) => check.ok), checks, counts: state.counts };
}

function report(path) {
  let zip;
  try {
    zip = unzip(readFileSync(path));
  } catch (error) {
    console.log(JSON.stringify({ ok: false, checks: [], counts: {}, unreadable: error.message }));
    return 2;
  }
  const found = verified(zip);
  console.log(JSON.stringify(found));
  return found.ok ? 0 : 1;
}

process.exitCode = Math.max(0, ...process.argv.slice(2).map(report));
