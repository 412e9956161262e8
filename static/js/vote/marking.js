// From the form to the marking that is sealed: for each section of the frozen ballot what its kind writes.
import { answer } from "../marking/kinds.js";

export function markingOf(form, election, style) {
  return Object.fromEntries(election.sectionsOf(style).map((frozen) => [frozen.name, marked(form, frozen)]));
}

function marked(form, frozen) {
  const section = form.sections.find(({ name }) => name === frozen.name);
  if (section.isEmpty && frozen.blank) return "blank";
  const { picked } = section;
  const ids = frozen.projects.map(({ id }) => id);
  if (frozen.kind === "yes-no") return answer(section);
  if (frozen.kind === "ranked") return picked.map(({ code }) => code);
  if (["cumulative", "scoring"].includes(frozen.kind)) return ids.map((id) => Number(section.card(id).input.value) || 0);
  return ids.filter((id) => picked.some(({ code }) => code === id));
}
