// The sentences of the page, in the visitor's language; `%(name)s` is filled in here.
const given = JSON.parse(document.getElementById("words").textContent);
const numbers = new Intl.NumberFormat(document.documentElement.lang);

export const say = (key, values = {}) => given[key].replace(/%\((\w+)\)s/g, (_, name) => values[name]);

export const number = (value) => numbers.format(value);

export const won = (amount) => say("won", { amount: number(amount) });
