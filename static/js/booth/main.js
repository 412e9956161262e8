// The voter's device: seals, proves, signs and checks. It talks to no server and touches no page; pages call it so:
//
//   const election = new Election(manifestBytes, ceremonyBytes);      // show election.fingerprint
//   const device = await deviceKey(election.fingerprint);             // ask the town to admit device.publicKey
//   const voter = { slot, style, group, revision: 1, supersedes: FIRST };
//   const sealed = await sealBallot(election, voter, device, { "town-wide": ["P1", "P7"] });
//   sealed.tracker;          // show it, then do one of the two:
//   sealed.cast();           // the bytes for the box; the same bytes again do no harm
//   sealed.open();           // the bytes for `checkOpened` on another device; this ballot can no longer be cast
//   checkReceipt(receiptBytes, election, sealed.tracker);
//
// Whatever must not be is thrown as a Refusal with a stable `code`.
export { checkOpened, FIRST, sealBallot } from "./ballot.js";
export { deviceKey, forgetDevice } from "./device.js";
export { Election } from "./election.js";
export { checkReceipt } from "./receipt.js";
export { Refusal } from "./refusal.js";
