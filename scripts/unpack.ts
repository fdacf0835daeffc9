/** Shows packed texts of the table, in base64 as the AWS CLI prints them, one a line: `npm run -s unpack < file`. */
import { text } from 'node:stream/consumers';
import { unpack } from '../shared/store/packed.ts';

for (const line of (await text(process.stdin)).split('\n').filter(Boolean))
  console.log(JSON.stringify(JSON.parse(unpack(Buffer.from(line, 'base64'))), undefined, 2));
