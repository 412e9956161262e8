// FORMAT chapters 14 and 16: the only zip there is of a bundle. It is written anew from what was read, and compared.
import { crc32 as crcOfNode } from "node:zlib";
import { must } from "./fault.js";
import { checkName } from "./names.js";

const LOCAL = 30;
const MOST_FILES = 65534;

const TABLE = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function ownCrc32(data) {
  let sum = 0xffffffff;
  for (const byte of data) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

const crc32 = crcOfNode ?? ownCrc32;

// Map of name to {data, crc}: what a file holds, and the sum that the zip states for it.
export function unzip(zip) {
  const files = new Map();
  let at = 0;
  while (at + LOCAL <= zip.length && zip.readUInt32BE(at) === 0x504b0304) {
    const size = zip.readUInt32LE(at + 18);
    const start = at + LOCAL + zip.readUInt16LE(at + 26);
    const name = zip.toString("latin1", at + LOCAL, start);
    must(start + size <= zip.length, "zip", "cut off");
    must(!files.has(name), "zip", `${name} is there twice`);
    checkName(name, size);
    files.set(name, { data: zip.subarray(start, start + size), crc: zip.readUInt32LE(at + 14) });
    at = start + size;
  }
  must(files.size > 0 && files.size <= MOST_FILES, "zip", "no files, or too many");
  must(written(files).equals(zip), "zip", "not in the one form of chapter 16");
  return files;
}

export const isUndamaged = ({ data, crc }) => crc32(data) === crc;

function written(files) {
  const names = [...files.keys()].sort();
  const [locals, centrals] = [[], []];
  let offset = 0;
  for (const name of names) {
    const { data, crc } = files.get(name);
    const common = commonHeader(name, data, crc);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), common, Buffer.from(name, "latin1"), data]);
    centrals.push(central(name, common, offset));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  return Buffer.concat([...locals, directory, end(names.length, directory.length, offset)]);
}

function commonHeader(name, data, crc) {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(0x0021, 8);
  header.writeUInt32LE(crc, 10);
  header.writeUInt32LE(data.length, 14);
  header.writeUInt32LE(data.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function central(name, common, offset) {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(0x81a40000, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from("504b01021403", "hex"), common, rest, Buffer.from(name, "latin1")]);
}

function end(count, size, offset) {
  const record = Buffer.alloc(22);
  record.writeUInt32BE(0x504b0506, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
