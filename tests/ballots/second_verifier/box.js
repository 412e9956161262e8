// FORMAT chapters 10, 11 and 13: which entries may follow which, and what counts.
import { must } from "./fault.js";
import { styleNamed } from "./manifest.js";

const NOTHING = Buffer.alloc(32);
const groupName = (style, group) => `${style}.${group}`;

class Slot {
  device = null;
  admitted = null;
  revision = 0;
  lastCast = NOTHING;
  lastSealed = null;
  voided = 0;
  barred = false;

  get counts() {
    return !this.barred && this.revision > this.voided;
  }
}

export class Box {
  constructor(election, roll) {
    Object.assign(this, { election, roll, slots: roll.map(() => new Slot()), closed: false });
    this.devices = new Set(election.keys);
    this.batches = [];
    this.deskVoids = new Map();
    this.paperBallots = new Map();
    this.tally = { readmitted: 0, cast: 0, spoiled: 0 };
  }

  add(entry, hash, index, place) {
    must(!this.closed, place, "after the close");
    must(entry.election.equals(this.election.id), place, "of another election");
    must(entry.slot === undefined || entry.slot < this.slots.length, place, "no such slot");
    this[entry.type](entry, this.slots[entry.slot], { hash, index, place });
  }

  admit(entry, slot, { hash, place }) {
    must(!slot.device && !slot.barred, place, "this slot has a device, or is barred");
    this.take(slot, entry, hash, place);
  }

  readmit(entry, slot, { hash, place }) {
    must(slot.device && !slot.barred, place, "this slot has no device, or is barred");
    must(entry.replaces.equals(slot.admitted), place, "replaces another entry");
    this.take(slot, entry, hash, place);
    this.tally.readmitted += 1;
  }

  take(slot, entry, hash, place) {
    const key = entry.device.toString("hex");
    must(!this.devices.has(key), place, "this key was used before");
    this.devices.add(key);
    Object.assign(slot, { device: entry.device, admitted: hash });
  }

  cast(entry, slot, { hash, index, place }) {
    must(slot.device?.equals(entry.device) && !slot.barred, place, "not the device of this slot, or barred");
    must(entry.revision === slot.revision + 1, place, "not the next revision");
    must(entry.supersedes.equals(slot.lastCast), place, "supersedes another entry");
    Object.assign(slot, { revision: entry.revision, lastCast: hash, lastSealed: { entry, index } });
    this.tally.cast += 1;
  }

  void(entry, slot, { place }) {
    must(entry.revision === slot.revision, place, "not the slot's last revision");
    if (entry.reason === "request") {
      must(slot.revision >= 1 && slot.voided < slot.revision, place, "there is nothing to void");
    } else {
      must(!slot.barred, place, "barred already");
      slot.barred = true;
    }
    slot.voided = slot.revision;
    if (entry.reason === "desk") this.addTo(this.deskVoids, this.nameOf(entry.slot), 1);
  }

  paper(entry, _, { index, place }) {
    const { batch, style, group } = entry;
    must(styleNamed(this.election, style), place, "no such style");
    must(this.election.groups.some((each) => each.name === group), place, "no such voter group");
    must(batch === this.batches.length + 1, place, "not the next batch");
    this.batches.push({ entry, index });
    const name = groupName(style, group);
    this.addTo(this.paperBallots, name, entry.ballots.length);
    must(this.paperBallots.get(name) <= (this.deskVoids.get(name) ?? 0), place, "more paper than people at the desk");
    this.tally.spoiled += entry.spoiled;
  }

  close(entry, _, { index, place }) {
    must(entry.entries === index, place, "not the number of entries before it");
    this.closed = true;
  }

  addTo(map, name, number) {
    map.set(name, (map.get(name) ?? 0) + number);
  }

  nameOf(slot) {
    return groupName(this.roll[slot].style, this.roll[slot].group);
  }

  // Counted ballots by mix group after merging: alpha ‖ beta in the order of the first mix.
  groups() {
    const found = new Map();
    for (const ballot of this.counted()) {
      if (!found.has(ballot.name)) found.set(ballot.name, []);
      found.get(ballot.name).push(ballot);
    }
    this.merge(found);
    for (const [name, ballots] of found) {
      ballots.sort((one, other) => one.index - other.index || one.place - other.place);
      found.set(name, Buffer.concat(ballots.map(({ sealed }) => Buffer.concat([sealed.alpha, sealed.beta]))));
    }
    return found;
  }

  counted() {
    const online = this.slots.flatMap((slot, number) => {
      if (!slot.counts) return [];
      const { entry: sealed, index } = slot.lastSealed;
      return [{ name: this.nameOf(number), index, place: 0, sealed }];
    });
    const paper = this.batches.flatMap(({ entry, index }) =>
      entry.ballots.map((sealed, place) => ({ name: groupName(entry.style, entry.group), index, place, sealed })),
    );
    return [...online, ...paper];
  }

  merge(found) {
    for (const { from, into } of this.election.merge) {
      for (const { name: style } of this.election.styles) {
        const moved = found.get(groupName(style, from)) ?? [];
        if (moved.length === 0 || moved.length >= this.election.smallest) continue;
        found.delete(groupName(style, from));
        found.set(groupName(style, into), [...(found.get(groupName(style, into)) ?? []), ...moved]);
      }
    }
  }

  counts() {
    const withDevice = this.slots.filter((slot) => slot.device);
    const online = this.slots.filter((slot) => slot.counts).length;
    const lastCasts = this.slots.filter((slot) => slot.revision > 0).length;
    const paper = this.batches.reduce((sum, { entry }) => sum + entry.ballots.length, 0);
    return {
      ...this.tally,
      admitted: withDevice.length,
      counted: online + paper,
      online,
      paper,
      slots: this.slots.length,
      superseded: this.tally.cast - lastCasts,
      voided: lastCasts - online,
    };
  }
}
