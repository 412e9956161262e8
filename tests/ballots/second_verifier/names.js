// FORMAT chapter 14: which names a bundle may have at all, and how large each file may be.
import { must } from "./fault.js";

const KIB = 1024;
const MIB = 1024 * KIB;
const GROUP = "[a-z][a-z0-9-]{0,31}\\.[a-z][a-z0-9-]{0,31}";
const NUMBER = "[1-9][0-9]{0,15}";
const TILE = "(?:x[0-9]{3}/)*[0-9]{3}(?:\\.p/(?:[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?";

const MOST = [
  ["(?:manifest|ceremony|result)\\.json", 16 * MIB],
  ["journal\\.json", MIB],
  ["journal\\.data", 256 * MIB],
  ["roll\\.bin", 36 * 2 ** 24],
  ["log/checkpoint", MIB],
  [`log/checkpoints/${NUMBER}`, MIB],
  [`log/tile/(?:[0-9]|[1-5][0-9]|6[0-3])/${TILE}`, 8 * KIB],
  [`log/tile/entries/${TILE}`, 256 * (2 + 65535)],
  [`(?:mix|decryption)/${GROUP}/${NUMBER}\\.json`, MIB],
  [`mix/${GROUP}/${NUMBER}\\.(?:outputs|proof)`, 4 * KIB * MIB],
  [`decryption/${GROUP}/${NUMBER}\\.factors`, 4 * KIB * MIB],
  [`plaintexts/${GROUP}`, 4 * KIB * MIB],
].map(([pattern, most]) => ({ pattern: new RegExp(`^${pattern}$`), most }));

export function checkName(name, size) {
  const rule = MOST.find(({ pattern }) => pattern.test(name));
  must(rule && !/^log\/tile\/[^/]+\/x000\//.test(name), name, "a bundle has no such file");
  must(size <= rule.most, name, "too large");
}
