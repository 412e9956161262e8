// The frozen election as the voter's device knows it: from the bytes of the manifest and of the key ceremony.
import { same, toHex } from "./bytes.js";
import { decode, members, octets } from "./canonical.js";
import { electionKey } from "./ceremony.js";
import { messageOf } from "./group.js";
import { codeOf, sizeOf } from "./kinds.js";
import { demand } from "./refusal.js";
import { digest } from "./transcript.js";

const MOST_BALLOTS = 1n << 240n;

export class Election {
  constructor(manifestBytes, ceremonyBytes) {
    this.manifest = decode(manifestBytes);
    demand(this.manifest.type === "manifest" && this.manifest.version === "pb-ballots/1", "malformed", "no manifest");
    const named = octets(this.manifest.ceremony, 32);
    demand(same(digest("ceremony-file", ceremonyBytes).subarray(0, 32), named), "ceremony", "another election's keys");
    this.id = digest("manifest", manifestBytes).subarray(0, 32);
    this.key = electionKey(decode(ceremonyBytes), this.manifest.trustees);
  }

  // What stands on the poster: compare it by eye.
  get fingerprint() {
    return toHex(this.id);
  }

  sectionsOf(styleName) {
    const style = this.manifest.styles.find((each) => each.name === styleName);
    demand(style, "malformed", `there is no ballot style ${styleName}`);
    return style.sections.map((name) => this.manifest.sections.find((section) => section.name === name));
  }

  // The thirty bytes that say `marking`, an object of section name to marking.
  message(styleName, marking) {
    const sections = this.sectionsOf(styleName);
    members(marking, sections.map((section) => section.name));
    let [code, size] = [0n, 1n];
    for (const section of sections) {
      const own = sizeOf(section);
      [code, size] = [code * own + codeOf(marking[section.name], section), size * own];
    }
    demand(size <= MOST_BALLOTS, "does-not-fit", styleName);
    return messageOf(code);
  }
}
