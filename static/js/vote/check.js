// "Check my device": a ballot is sealed, its tracker shown, then it is opened instead of cast (Benaloh 2006).

export function offerCheck(casting, marking) {
  const byId = (id) => document.getElementById(id);
  let sealed;

  byId("check-device").addEventListener("click", async ({ target }) => {
    target.disabled = true;
    sealed = await casting.seal(await marking());
    byId("checking-tracker").textContent = sealed.tracker.match(/.{1,4}/g).join(" ");
    byId("checking").hidden = false;
    byId("opened").hidden = true;
    target.disabled = false;
  });

  byId("open-ballot").addEventListener("click", () => {
    if (!sealed) return;
    const text = new TextDecoder().decode(sealed.open());
    sealed = null;
    byId("opened-text").value = text;
    byId("opened-file").href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    byId("opened").hidden = false;
  });
}
