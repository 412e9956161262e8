// The map of the projects: its script comes when the voter opens it. A pin leads to the card, which shows itself.
export function offerMap(form) {
  const box = form.querySelector(".late-map");
  if (!box) return;
  box.hidden = false;
  box.querySelector("details").addEventListener("toggle", () => load(box.dataset), { once: true });
  box.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    event.preventDefault();
    show(document.getElementById(link.hash.slice(1)).closest(".pick"));
  });
}

function load({ style, script }) {
  document.head.append(
    Object.assign(document.createElement("link"), { rel: "stylesheet", href: style }),
    Object.assign(document.createElement("script"), { type: "module", src: script }),
  );
}

function show(card) {
  card.hidden = false;
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "center" });
}
