// The practice ballot: the real form, of which nothing is ever sent.
import { MarkingForm } from "./form.js";
import { openReview } from "./review.js";

const element = document.querySelector("form.marking");
if (element) openReview(new MarkingForm(element), document.getElementById("review"));
