// The sum of quantities times unit costs, shown while one types; the server works it out again.

const digits = (typed) => Number(typed.normalize("NFKC").replace(/[,\s]/g, "")) || 0;

export function addUp(list) {
  const total = document.querySelector(".total");
  const money = new Intl.NumberFormat(document.documentElement.lang, {
    style: "currency",
    currency: "KRW",
    currencyDisplay: "narrowSymbol",
  });
  list.addEventListener("input", () => {
    const sums = [...list.querySelectorAll(".quantity")].map((one) => digits(one.querySelector("input").value) * one.dataset.won);
    total.textContent = money.format(sums.reduce((sum, one) => sum + one, 0));
  });
}
