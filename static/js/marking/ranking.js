// An order of projects: a list on top with up, down and out, and an "add" at each card.
// The fields of the plain form, a rank for each card, stay what counts.
import { say } from "./words.js";

export function enhanceRanking(section, form) {
  const list = section.element.querySelector(".my-order");
  for (const card of section.cards) {
    card.element.querySelector(".mark-plain").hidden = true;
    card.button = button("mark mark-button", "", () => (card.input.value ? out(card) : add(card)));
    card.element.querySelector(".pick-mark").append(card.button);
  }

  function write(order) {
    for (const card of section.cards) {
      const rank = order.indexOf(card) + 1;
      card.input.value = rank || "";
    }
  }

  function add(card) {
    const order = section.picked;
    if (order.length >= section.limits.max) {
      form.tally.show(section);
      form.tally.say(say("full", { most: section.limits.max, title: card.title }), true);
      return;
    }
    write([...order, card]);
    told(say("put", { title: card.title, rank: order.length + 1, state: section.state }));
  }

  function out(card) {
    write(section.picked.filter((each) => each !== card));
    told(say("removed", { title: card.title, state: section.state }));
  }

  function move(card, by) {
    const order = section.picked;
    const from = order.indexOf(card);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    order.splice(to, 0, ...order.splice(from, 1));
    write(order);
    told(say("moved", { title: card.title, rank: to + 1 }));
    list.children[to].querySelector(by < 0 ? ".order-up" : ".order-down").focus();
  }

  function told(sentence) {
    form.refresh();
    form.tally.show(section);
    form.tally.say(sentence);
    form.dispatchEvent(new Event("marked"));
  }

  function line(card, place, all) {
    const item = document.createElement("li");
    const title = document.createElement("span");
    title.textContent = card.title;
    const up = button("order-up", say("up", card), () => move(card, -1), "▲");
    const down = button("order-down", say("down", card), () => move(card, 1), "▼");
    up.toggleAttribute("aria-disabled", place === 0);
    down.toggleAttribute("aria-disabled", place === all - 1);
    item.append(title, up, down, button("order-out", say("out", card), () => out(card), "✕"));
    return item;
  }

  return () => {
    const order = section.picked;
    list.hidden = order.length === 0;
    list.replaceChildren(...order.map((card, place) => line(card, place, order.length)));
    for (const card of section.cards) {
      const rank = order.indexOf(card) + 1;
      card.button.textContent = rank ? say("rank", { rank }) : say("add");
      card.button.setAttribute("aria-label", rank ? say("out", card) : say("add_named", card));
      card.button.setAttribute("aria-pressed", String(rank > 0));
    }
  };
}

function button(look, label, press, sign = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = look;
  made.textContent = sign;
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}
