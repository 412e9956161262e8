// A device of the polling place: it fills the screen, and forgets whoever goes away without having voted.
const IDLE = 120_000;
const WARNED = 30_000;

const byId = (id) => document.getElementById(id);

// `forget` takes everything of this vote off the device.
export function keepKiosk(forget) {
  const warning = byId("idle");
  const form = byId("kiosk-end");
  let timer;

  const end = async () => {
    await forget();
    form.submit();
  };
  const warn = () => {
    if (byId("casting").open) return start();
    warning.showModal();
    timer = setTimeout(end, WARNED);
  };
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(warn, IDLE);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    end();
  });
  for (const name of ["pointerdown", "keydown", "scroll"]) addEventListener(name, () => !warning.open && start(), { passive: true });
  warning.addEventListener("close", start);
  byId("go-on").addEventListener("click", () => warning.close());
  byId("begin-now").addEventListener("click", begin);
  // A browser that goes back shows the page as it was: it must be asked for anew.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  byId("begin").showModal();
  start();
}

// Where a browser does not allow a full screen, the vote goes on without.
async function begin() {
  byId("begin").close();
  await document.documentElement.requestFullscreen?.().catch(() => {});
}
