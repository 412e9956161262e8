// The voter's device: seals, proves, signs and checks. It talks to no server and touches no page; pages call it.
export { checkOpened, FIRST, sealBallot } from "./ballot.js";
export { deviceKey, forgetDevice } from "./device.js";
export { Election } from "./election.js";
export { checkReceipt } from "./receipt.js";
export { Refusal } from "./refusal.js";
