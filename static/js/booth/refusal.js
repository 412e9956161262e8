// What the booth says no to. `code` is stable, for the page to choose its words by; `message` is for the log.
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.name = "Refusal";
    this.code = code;
  }
}

export function demand(holds, code, message) {
  if (!holds) throw new Refusal(code, message);
}
