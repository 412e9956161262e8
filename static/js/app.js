// Small conveniences; every page works without them.

// After a refused form the reader starts at the list of mistakes.
document.getElementById("mistakes")?.focus();

// On a phone the menu waits behind a button; the style sheet says when.
const menuButton = document.querySelector(".menu-button");
menuButton?.addEventListener("click", () => {
  const open = document.getElementById("menu").classList.toggle("menu-open");
  menuButton.setAttribute("aria-expanded", String(open));
});

// A form that takes its time says so, and is not sent twice.
for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    said.textContent = form.dataset.wait;
    button.after(said);
    setTimeout(() => (button.disabled = true));
  });
}

// Coming back to the page with the browser's button finds the form usable again.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-wait] button:disabled")) button.disabled = false;
  for (const said of document.querySelectorAll("form[data-wait] [role=status]")) said.remove();
});
