// One press: this device is let in, the ballot is sealed, put into the box, and its receipt checked.
// Whatever breaks in between, the same sealed bytes are sent again, so that the vote is cast exactly once.
import { checkReceipt, deviceKey, Election, forgetDevice, sealBallot } from "../booth/main.js";
import { toHex } from "../booth/bytes.js";

const text = new TextDecoder();
const utf8 = new TextEncoder();

export class Casting {
  #election;
  #town;
  #memory;
  #place;
  #told;

  // `place` = {fingerprint, slot, style, manifest, ceremony}; `told` is called with the name of each step.
  constructor(town, memory, place, told) {
    this.#town = town;
    this.#memory = memory;
    this.#place = place;
    this.#told = told;
  }

  // From the bytes behind the fingerprint on the page; no other election will do.
  async election() {
    if (!this.#election) {
      const { manifest, ceremony, fingerprint } = this.#place;
      const blobs = await Promise.all([this.#town.frozen(manifest), this.#town.frozen(ceremony)]);
      const read = new Election(...blobs);
      if (read.fingerprint !== fingerprint) throw new Error("another election");
      this.#election = read;
    }
    return this.#election;
  }

  async seal(marking) {
    const election = await this.election();
    this.#told("step_admit");
    const device = await deviceKey(this.#name);
    const voter = await this.#town.admit(toHex(device.publicKey));
    this.#told("step_seal");
    return sealBallot(election, voter, device, marking);
  }

  // The tracker of the ballot, once it is in the box and the receipt holds.
  async cast(marking, shared) {
    const sealed = await this.seal(marking);
    this.#memory.pending = { bytes: text.decode(sealed.cast()), tracker: sealed.tracker, shared };
    return this.send();
  }

  async send() {
    const { bytes, tracker, shared } = this.#memory.pending;
    this.#told("step_cast");
    const receipt = await this.#town.cast(utf8.encode(bytes));
    this.#told("step_check");
    checkReceipt(receipt, await this.election(), tracker);
    this.#memory.clear();
    if (shared) await this.forget();
    return { tracker, shared };
  }

  async forget() {
    await forgetDevice(this.#name).catch(() => {});
  }

  // A device may serve a whole family: each slot has a key of its own.
  get #name() {
    return `${this.#place.fingerprint}/${this.#place.slot}`;
  }
}
