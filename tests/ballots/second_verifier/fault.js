// Something in the bundle that is not as ballots/FORMAT.md says it must be, and where.
export class Fault extends Error {
  constructor(place, reason) {
    super(`${place}: ${reason}`);
  }
}

export function must(holds, place, reason) {
  if (!holds) throw new Fault(place, reason);
}
