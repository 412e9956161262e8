// The wizard, which works without any of this: saves while one types, keeps what could not be saved in this
// browser until it is, and adds up the cost. The map for the pin is pin.js.
import { addUp } from "./cost.js";
import { keepSaved } from "./saving.js";

for (const form of document.querySelectorAll("form[data-save]")) keepSaved(form);
for (const list of document.querySelectorAll(".quantities")) addUp(list);
