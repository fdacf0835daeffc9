/** How the bytes of a source are turned into text. */
export type Packing = 'gzip' | 'zlib' | 'bzip2' | 'zstd' | 'zip' | 'base64' | 'utf-16le' | 'utf-16be';

/** What a source is, by its first bytes. */
export type Format =
  | { readonly packing: Packing }
  /** A format that is not read: its name, and what to do. */
  | { readonly foreign: string }
  | 'text';

/** Number of bytes that show the format: a tar archive has its mark at 257. */
export const FORMAT_BYTES = 4096;

const EXPORT = 'export it as JSON or CSV';
const UNPACK = 'unpack it first';
const SAVE = 'save it as UTF-8';
const NONE = 'it has no CloudTrail records';

/**
 * The marks of binary formats, as Latin-1 text and the offset where they are.
 * @see https://en.wikipedia.org/wiki/List_of_file_signatures
 */
const MARKS: readonly (readonly [mark: string, format: Exclude<Format, 'text'>, offset?: number])[] = [
  ['\x1f\x8b', { packing: 'gzip' }],
  ['x\x01', { packing: 'zlib' }],
  ['x\x9c', { packing: 'zlib' }],
  ['x\xda', { packing: 'zlib' }],
  ['BZh', { packing: 'bzip2' }],
  ['PK\x03\x04', { packing: 'zip' }],
  ['PK\x05\x06', { packing: 'zip' }],
  ['PK\x07\x08', { packing: 'zip' }],
  ['\xff\xfe\0\0', { foreign: `text in UTF-32: ${SAVE}` }],
  ['\0\0\xfe\xff', { foreign: `text in UTF-32: ${SAVE}` }],
  ['\xff\xfe', { packing: 'utf-16le' }],
  ['\xfe\xff', { packing: 'utf-16be' }],
  ['\x28\xb5\x2f\xfd', { packing: 'zstd' }],
  ['PAR1', { foreign: `a Parquet file: ${EXPORT}` }],
  ['Obj\x01', { foreign: `an Avro file: ${EXPORT}` }],
  ['SQLite format 3\0', { foreign: `an SQLite database: ${EXPORT}` }],
  ['%PDF-', { foreign: `a PDF document: ${EXPORT}` }],
  ['\x89PNG', { foreign: `a PNG image: ${EXPORT}` }],
  ['\xff\xd8\xff', { foreign: `a JPEG image: ${EXPORT}` }],
  ['ElfFile\0', { foreign: `a Windows event log (evtx): ${NONE}` }],
  ['\xd0\xcf\x11\xe0', { foreign: `an old Office document: ${EXPORT}` }],
  ['7z\xbc\xaf\x27\x1c', { foreign: `a 7z archive: ${UNPACK}` }],
  ['\xfd7zXZ\0', { foreign: `an xz file: ${UNPACK}` }],
  ['\x5d\0\0', { foreign: `an lzma file: ${UNPACK}` }],
  ['\x04\x22\x4d\x18', { foreign: `an lz4 file: ${UNPACK}` }],
  ['\xff\x06\0\0sNaPpY', { foreign: `a Snappy file: ${UNPACK}` }],
  ['Rar!\x1a\x07', { foreign: `a RAR archive: ${UNPACK}` }],
  ['\x1f\x9d', { foreign: `a file packed by compress (.Z): ${UNPACK}` }],
  ['\xd4\xc3\xb2\xa1', { foreign: `a packet capture: ${NONE}` }],
  ['ustar', { foreign: `a tar archive: ${UNPACK}` }, 257],
];

/** zstd allows frames before the data that are skipped. Their first byte is 0x50 to 0x5f. */
const ZSTD_SKIPPED = '\x2a\x4d\x18';
/** The names of the first member of an Office document, which is a zip archive. */
const OFFICE = /^PK.{28}(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|word\/|ppt\/)/s;
/** In a zip archive, the first bit of this byte says that the first member is encrypted. */
const ZIP_FLAGS = 6;
/** Text that is nothing but base64, of JSON or of packed JSON. */
const BASE64 = /^\s*(?:H4sI|eyJ|ew[0o]|W3si|WyJ|eAE|eJ[w-z]|eN[op]|KLUv)[\w+/=\r\n-]{16,}$/;
/** Logs of AWS and others whose lines are not JSON, by their first line. */
const LINES: readonly (readonly [line: RegExp, name: string])[] = [
  [/^version account-id interface-id /, `a VPC flow log: ${NONE}`],
  [/^\d+ \d{12} eni-[0-9a-f]+ \S+ \S+ /, `a VPC flow log: ${NONE}`],
  [/^[0-9a-f]{64} \S+ \[\d\d\/\w{3}\/\d{4}:/, `an S3 access log: ${NONE}`],
  [/^(https?|h2|grpcs?|wss?) \d{4}-\d\d-\d\dT\S+Z? (app|net)\//, `a log of an application load balancer: ${NONE}`],
  [/^\d{4}-\d\d-\d\dT\S+Z \S+ \S+:\d+ \S+:\d+ -?\d/, `a log of a classic load balancer: ${NONE}`],
  [/^tls \d+\.\d+ \d{4}-\d\d-\d\dT/, `a log of a network load balancer: ${NONE}`],
  [/^#Version: 1\.0/, `a CloudFront log: ${NONE}`],
  [/^(.{0,99} )?(CEF:\d|LEEF:\d)/, `a log in CEF or LEEF format: ${EXPORT}`],
  [/^<\?xml|^<!DOCTYPE|^<html/i, `an XML or HTML document: ${EXPORT}`],
  [/^---\s*(\n|$)/, `a YAML document: ${EXPORT}`],
];

/** @param first The first bytes of a source, all of them or at least `FORMAT_BYTES`. */
export function formatOf(first: Buffer): Format {
  const text = first.toString('latin1', 0, FORMAT_BYTES);
  if (OFFICE.test(text)) return { foreign: `an Office document, such as xlsx: ${EXPORT}` };
  if (text.startsWith(ZSTD_SKIPPED, 1) && text.startsWith('P')) return { packing: 'zstd' };
  if (text.startsWith('ORC') && first.subarray(0, 256).some((byte) => byte < 9))
    return { foreign: `an ORC file: ${EXPORT}` };
  if (text.startsWith('PK\x03\x04') && (first[ZIP_FLAGS] ?? 0) % 2 === 1)
    return { foreign: `an encrypted zip archive: ${UNPACK}` };
  if (BASE64.test(text)) return { packing: 'base64' };
  for (const [mark, format, offset = 0] of MARKS) if (text.startsWith(mark, offset)) return format;
  // Without a byte order mark, every second byte of text in Latin letters is zero.
  const zeros = Array.from({ length: 16 }, (_, index) => first[index] === 0);
  if (first.length >= zeros.length) {
    if ([0, 3].some((place) => zeros.every((isZero, index) => isZero === (index % 4 !== place))))
      return { foreign: `text in UTF-32: ${SAVE}` };
    if (zeros.every((isZero, index) => isZero === (index % 2 === 1))) return { packing: 'utf-16le' };
    if (zeros.every((isZero, index) => isZero === (index % 2 === 0))) return { packing: 'utf-16be' };
  }
  const line = /^(?:\xef\xbb\xbf)?\s*(.*)/.exec(text)?.[1] ?? '';
  const name = LINES.find(([pattern]) => pattern.test(line))?.[1];
  return name ? { foreign: name } : 'text';
}
