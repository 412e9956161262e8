// What is left to divide, while the amounts are typed. The page says the same without this when it is sent.
for (const division of document.querySelectorAll("[data-total]")) {
  const left = division.querySelector("[data-left]");
  const amounts = [...division.querySelectorAll("[data-amount]")];
  const language = document.documentElement.lang;
  division.addEventListener("input", () => {
    const typed = amounts.map((field) => Number(field.value.normalize("NFKC").replace(/[\s,₩원]/g, "")));
    const rest = Number(division.dataset.total) - typed.reduce((sum, amount) => sum + amount, 0);
    if (Number.isFinite(rest)) left.textContent = money(rest, language);
  });
}

function money(amount, language) {
  const digits = amount.toLocaleString("en");
  return language === "ko" ? `${digits}원` : `₩${digits}`;
}
