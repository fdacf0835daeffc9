/** Unpacks every file named, as Node does it best, and with `parse` parses all: what `bench/replay.ts` compares with. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const [mode, ...paths] = process.argv.slice(2);
let records = 0;
for (const path of paths) {
  const packed = readFileSync(path);
  const unpacked = gunzipSync(packed, { chunkSize: packed.readUInt32LE(packed.length - 4) + 64 });
  if (mode === 'parse') records += (JSON.parse(unpacked.toString()) as { Records: unknown[] }).Records.length;
}
process.stdout.write(`${records}\n`);
