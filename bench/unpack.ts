/** Unpacks the named files as fast as Node can. With `parse`, also parses them. `bench/replay.ts` compares with it. */
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
