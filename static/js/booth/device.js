// The device key: an Ed25519 key that signs this device's entries. Where the browser can, it is made so that not even
// this page can read it; where it cannot, a key of the library is kept instead. It never leaves the device.
import { ed25519 } from "@noble/curves/ed25519.js";

const STORE = "keys";

// The key for `name` (the election's fingerprint), made at the first call. `kept` is false where the browser keeps
// nothing (some private windows): the next visit is then a new device.
export async function deviceKey(name) {
  try {
    return usable(await remembered(name), true);
  } catch {
    return usable(await newKey(), false);
  }
}

// For a shared computer: the next call of `deviceKey` makes another key.
export async function forgetDevice(name) {
  await inStore("readwrite", (store) => store.delete(name));
}

async function remembered(name) {
  const found = await inStore("readonly", (store) => store.get(name));
  if (found) return found;
  const made = await newKey();
  // Two tabs may do this at once: the first to write wins, and both use its key.
  await inStore("readwrite", (store) => addUnlessThere(store, name, made));
  return inStore("readonly", (store) => store.get(name));
}

function addUnlessThere(store, name, made) {
  const asked = store.get(name);
  asked.onsuccess = () => asked.result ?? store.put(made, name);
  return asked;
}

async function newKey() {
  try {
    const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
    return { privateKey, publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)) };
  } catch {
    const { secretKey, publicKey } = ed25519.keygen();
    return { secretKey, publicKey };
  }
}

function usable({ privateKey, secretKey, publicKey }, kept) {
  const native = async (message) => new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, message));
  const ours = async (message) => ed25519.sign(message, secretKey);
  return { publicKey, kept, guarded: privateKey !== undefined, sign: privateKey ? native : ours };
}

async function inStore(mode, ask) {
  const database = await opened();
  try {
    return await finished(database.transaction(STORE, mode), ask);
  } finally {
    database.close();
  }
}

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("booth", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

function finished(transaction, ask) {
  return new Promise((resolve, reject) => {
    const asked = ask(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = () => reject(transaction.error);
  });
}
