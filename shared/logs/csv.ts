import { pipeline } from 'node:stream/promises';
import { countDamage, type Sink, takeParts, type Wanted } from './candidate.ts';
import { FORMAT_BYTES } from './formats.ts';
import { rowOf } from './tables.ts';
import type { Pieces } from './unpack.ts';
import { spelled } from './wrappings/columns.ts';

/** A cell cannot be larger. Bytes. */
const LARGEST_ROW = 64 * 1024 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];
/** Columns that have a record, or a field of one. In the spelling of `spelled`. */
const COLUMNS = new Set(
  (
    'eventname eventsource eventid awseventid eventtime eventversion requestparameters eventjson cloudtrailevent ' +
    '@message message _raw raw rawdata rawlog body payload eventoriginal record log'
  ).split(' '),
);
const LONGEST_NAME = 100;

/** The delimiter of a text that is a table with a header, and has records or fields of them. */
export function tableDelimiter(first: Buffer): string | undefined {
  const [header = '', row = ''] = first
    .toString('utf8', 0, FORMAT_BYTES)
    .replace(/^\ufeff/, '')
    .trimStart()
    .split(/\r?\n/, 2);
  if (/^[{[]/.test(header) || header.includes('{')) return undefined;
  const delimiter = DELIMITERS.find((each) => header.includes(each)) ?? ',';
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  if (names.some((name) => name.length > LONGEST_NAME)) return undefined;
  const isKnown = names.some((name) => COLUMNS.has(Object.keys(spelled({ [name]: '' }))[0] ?? ''));
  return (isKnown && (names.length > 1 || row.startsWith('"'))) || row.includes('"{""') ? delimiter : undefined;
}

interface Row {
  readonly record: readonly string[];
  /** `bytes`: the end of the row. */
  readonly info: { readonly bytes: number };
}

/** Reads a table with a header. Each row is one record, has records in its cells, or is counted as something else. */
export async function readTable(pieces: Pieces, delimiter: string, wanted: Wanted, sink: Sink): Promise<void> {
  const { parse, CsvError } = await import('csv-parse');
  let names: readonly string[] | undefined;
  let offset = 0;
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LARGEST_ROW,
  });
  try {
    await pipeline(pieces, parser, async (rows: AsyncIterable<Row>) => {
      for await (const { record, info } of rows) {
        if (names) takeParts(rowOf(names, record), wanted, sink, offset);
        names ??= record;
        offset = info.bytes;
      }
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    countDamage(sink, { offset, reason: `the rest of the table cannot be read: ${error.code}` });
  }
}
