// What the device asks of the town. A lost connection is tried again until it works; a refusal is thrown.

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;

export class Refused extends Error {
  constructor(code, why) {
    super(why);
    this.code = code;
  }
}

export class Town {
  // `waiting` is called whenever the network is gone, with a promise that the caller may settle to hurry.
  constructor(addresses, waiting) {
    Object.assign(this, { addresses, waiting });
  }

  async frozen(address) {
    return new Uint8Array(await (await this.#ask(address)).arrayBuffer());
  }

  async admit(device) {
    return (await this.#ask(this.addresses.admit, JSON.stringify({ device }))).json();
  }

  async cast(bytes) {
    return new Uint8Array(await (await this.#ask(this.addresses.cast, bytes)).arrayBuffer());
  }

  async #ask(address, body) {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const answer = await this.#once(address, body);
      if (answer) return answer;
      await this.waiting(pause);
    }
  }

  // Nothing where the town could not be reached or was out of breath.
  async #once(address, body) {
    let answer;
    try {
      answer = await fetch(address, body === undefined ? {} : this.#posting(body));
    } catch {
      return null;
    }
    if (answer.ok) return answer;
    if (answer.status >= 500 || answer.status === 429) return null;
    throw await refusal(answer);
  }

  #posting(body) {
    return { method: "POST", body, headers: { "X-CSRFToken": this.addresses.token, "Content-Type": "application/json" } };
  }
}

async function refusal(answer) {
  try {
    const { refused, why } = await answer.json();
    return new Refused(refused, why);
  } catch {
    return new Refused("SignedOut", "");
  }
}

// Waits, but not longer than until the network is back or `hurry` is pressed.
export function pausing(hurry) {
  return (pause) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        removeEventListener("online", done);
        hurry.removeEventListener("click", done);
        resolve();
      };
      const timer = setTimeout(done, pause);
      addEventListener("online", done);
      hurry.addEventListener("click", done);
    });
}
