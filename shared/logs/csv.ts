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

/** How a table is written. */
export interface TableForm {
  readonly delimiter: string;
  /** Stands before a quote inside a cell: another quote, or the backslash of Spark and MySQL. */
  readonly escape: '"' | '\\';
  readonly hasHeader: boolean;
}

/** A cell that is an object, and how its quotes are written. */
const OBJECT_CELL = /(?:^|[,;\t|])"\{\s*("|\\)"/;
/** Excel writes the delimiter before the header. */
const EXCEL = /^"?sep=(.)"?$/;

/** The form of a text that is a table, and has records or fields of them. Without a header, a cell has to be a record. */
export function tableForm(first: Buffer): TableForm | undefined {
  const lines = first
    .toString('utf8', 0, FORMAT_BYTES)
    .replace(/^\ufeff/, '')
    .trimStart()
    .split(/\r\n?|\n/, 3);
  const given = EXCEL.exec(lines[0] ?? '')?.[1];
  const [header = '', row = ''] = given === undefined ? lines : lines.slice(1);
  if (/^[{[]/.test(header)) return undefined;
  const delimiter = given ?? DELIMITERS.find((each) => header.split('{')[0]?.includes(each)) ?? ',';
  const cell = OBJECT_CELL.exec(header) ?? OBJECT_CELL.exec(row);
  const form = { delimiter, escape: cell?.[1] === '\\' ? '\\' : '"', hasHeader: !header.includes('{') } as const;
  if (!form.hasHeader) return cell ? form : undefined;
  const names = header.split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
  if (names.some((name) => name.length > LONGEST_NAME)) return undefined;
  const isKnown = names.some((name) => COLUMNS.has(Object.keys(spelled({ [name]: '' }))[0] ?? ''));
  return (isKnown && (names.length > 1 || row.startsWith('"'))) || cell ? form : undefined;
}

interface Row {
  readonly record: readonly string[];
  /** `bytes`: the end of the row. */
  readonly info: { readonly bytes: number };
}

/** Reads a table. Each row is one record, has records in its cells, or is counted as something else. */
export async function readTable(pieces: Pieces, form: TableForm, wanted: Wanted, sink: Sink): Promise<void> {
  const { parse, CsvError } = await import('csv-parse');
  let names: readonly string[] | undefined = form.hasHeader ? undefined : [];
  let offset = 0;
  const parser = parse({
    delimiter: form.delimiter,
    escape: form.escape,
    // Tables that were put together can have several line ends.
    record_delimiter: ['\r\n', '\n', '\r'],
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
        if (!EXCEL.test(record.join(form.delimiter))) names ??= record;
        offset = info.bytes;
      }
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    countDamage(sink, { offset, reason: `the rest of the table cannot be read: ${error.code}` });
  }
}
