// The tracker stays on the screen for a while; then the device is ready for the next person.
const form = document.getElementById("kiosk-end");
setTimeout(() => form.submit(), Number(form.dataset.after) * 1000);
