// The booth: choices stay on this device, and leave it only as a sealed ballot.
import { MarkingForm } from "../marking/form.js";
import { openReview } from "../marking/review.js";
import { say } from "../marking/words.js";
import { Casting } from "./casting.js";
import { offerCheck } from "./check.js";
import { keepKiosk } from "./kiosk.js";
import { markingOf } from "./marking.js";
import { choicesOf, Memory, putBack } from "./memory.js";
import { pausing, Town } from "./town.js";

const byId = (id) => document.getElementById(id);
const element = document.querySelector("form.marking");
const dialog = byId("casting");
const step = dialog.querySelector(".casting-step");
const next = dialog.querySelector(".casting-next");
const place = { ...element.dataset };

const memory = new Memory(place.fingerprint, place.slot);
const pause = pausing(byId("again"));
const town = new Town(place, (length) => {
  told("waiting");
  offer("again");
  return pause(length);
});
const casting = new Casting(town, memory, place, (name) => {
  offer();
  told(name);
});

const inKiosk = place.kiosk !== undefined;
if (inKiosk) memory.keepInThisWindowOnly();
const found = putBack(element, memory.choices);
element.hidden = false;
byId("needs-script").hidden = true;
const form = new MarkingForm(element);
openReview(form, byId("review"));
offerCheck(casting, () => marking());
form.addEventListener("marked", () => remember());
byId("shared").addEventListener("change", ({ target }) => target.checked && memory.keepInThisWindowOnly());
byId("cast").addEventListener("click", () => form.isComplete && finish(async () => casting.cast(await marking(), byId("shared").checked)));
// While a ballot is on its way the window with its steps stays.
dialog.addEventListener("cancel", (event) => event.preventDefault());

if (inKiosk) keepKiosk(forgetAll);

if (memory.pending) {
  notice("resumed");
  finish(() => casting.send());
} else if (found) {
  notice("restored");
}

async function forgetAll() {
  memory.clear();
  element.reset();
  await casting.forget();
}

async function marking() {
  return markingOf(form, await casting.election(), place.style);
}

function remember() {
  try {
    memory.choices = choicesOf(element);
  } catch {
    // A full or forbidden storage: then a closed tab costs the choices, and nothing else.
  }
}

async function finish(work) {
  byId("review").close();
  if (!dialog.open) dialog.showModal();
  try {
    const { tracker, shared } = await work();
    location.assign(`${place.tracker.replace("TRACKER", tracker)}?cast${shared ? "&shared" : ""}`);
  } catch (error) {
    explain(error);
  }
}

// Why it did not work, and what to do now.
function explain(error) {
  if (error.code === "SignedOut" || error.code === "NoSlot") {
    told(inKiosk ? "device_ended" : "signed_out");
    offer(...(inKiosk ? ["reload"] : ["sign-in", "use-code"]));
  } else if (["OutOfDate", "OtherDevice"].includes(error.code)) {
    forgetPending();
    told("replaced");
    offer("reload");
  } else if (error.name === "Refusal") {
    told("broken_receipt");
    offer();
  } else if (error.code) {
    forgetPending();
    step.textContent = error.message;
    offer("reload");
  } else {
    told("broken");
    offer("reload");
    throw error;
  }
}

// The town refused these bytes for good: they are in no box, and the choices may be sealed anew.
function forgetPending() {
  memory.pending = undefined;
}

function told(name) {
  step.textContent = say(name);
}

function offer(...ids) {
  next.hidden = ids.length === 0;
  for (const each of next.children) each.hidden = !ids.includes(each.id);
}

function notice(name) {
  const box = byId("said");
  box.querySelector("strong").textContent = say(name);
  box.hidden = false;
}
