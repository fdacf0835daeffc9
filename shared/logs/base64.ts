/** Tools wrap base64 at these lengths. */
const WRAPPED = [64, 76];
const [OBJECT, LIST] = [123, 91];

/**
 * Decodes lines of base64. Each line is a value of its own; a line of a length at which tools wrap goes on in the next.
 * @throws {Error} when a line is longer than 512 MiB.
 */
export async function* fromBase64(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = '';
  /** Whether the value is JSON, and so needs a line end. */
  let isJson: boolean | undefined;
  const decoded = (line: string) => {
    const bytes = Buffer.from(line, 'base64');
    isJson ??= bytes[0] === OBJECT || bytes[0] === LIST;
    const ends = !WRAPPED.includes(line.length);
    const end = ends && isJson ? Buffer.from('\n') : Buffer.alloc(0);
    if (ends) isJson = undefined;
    return Buffer.concat([bytes, end]);
  };
  for await (const piece of pieces) {
    const lines = (rest + piece.toString('latin1')).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield decoded(line.trim());
  }
  if (rest) yield decoded(rest.trim());
}
