// What this device remembers of a vote that is not finished: the choices, and the sealed ballot on its way.
// It leaves the device only as a sealed ballot, and is gone once the ballot is in the box.

export class Memory {
  #name;
  #store;

  constructor(fingerprint, slot) {
    this.#name = `vote/${fingerprint}/${slot}`;
    this.#store = readable("localStorage");
  }

  // For a device that others use too: what is needed to go on lasts as long as this window.
  keepInThisWindowOnly() {
    const kept = this.#all();
    this.#write(null);
    this.#store = readable("sessionStorage");
    this.#write(kept);
  }

  get choices() {
    return this.#all().choices;
  }

  set choices(choices) {
    this.#write({ ...this.#all(), choices });
  }

  // {bytes, tracker, shared}: once written, the very same bytes are sent until the box has answered.
  get pending() {
    return this.#all().pending ?? this.#elsewhere();
  }

  // Throws where the browser cannot keep it: nothing may be sent that could not be sent again.
  set pending(pending) {
    this.#write({ ...this.#all(), pending });
  }

  clear() {
    for (const store of [readable("localStorage"), readable("sessionStorage")]) store?.removeItem(this.#name);
  }

  #elsewhere() {
    return parsed(readable("sessionStorage")?.getItem(this.#name)).pending;
  }

  #all() {
    return parsed(this.#store?.getItem(this.#name));
  }

  #write(value) {
    if (value) this.#store?.setItem(this.#name, JSON.stringify(value));
    else this.#store?.removeItem(this.#name);
  }
}

// Some private windows have no storage at all, and say so by throwing.
function readable(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text ?? "{}") ?? {};
  } catch {
    return {};
  }
}

export function choicesOf(form) {
  const named = form.querySelectorAll(".pick-mark [name]");
  const given = [...named].filter((input) => (input.matches("[type=checkbox], [type=radio]") ? input.checked : input.value));
  return given.map((input) => [input.name, input.value]);
}

// Whether anything was put back.
export function putBack(form, choices) {
  for (const [name, value] of choices ?? []) {
    for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (!input.matches("[type=checkbox], [type=radio]")) input.value = input.dataset.before = value;
      else if (input.value === value) input.checked = true;
    }
  }
  return Boolean(choices?.length);
}
