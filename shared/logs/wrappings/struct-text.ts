/**
 * The value of a struct that Athena and Java print as text: `{type=IAMUser, arn=null, sessioncontext={…}}`, or a list of
 * such structs. Values are not quoted in it, so `keys` names the only ones that can begin a member.
 * @returns `undefined` if the text has another form.
 */
export function structIn(text: string, keys: ReadonlySet<string>): unknown {
  let position = 0;

  function value(): unknown {
    if (text[position] === '{') return struct();
    if (text[position] === '[') return list();
    const start = position;
    while (position < text.length && !endsHere()) position += 1;
    const plain = text.slice(start, position);
    return plain === 'null' || plain === '' ? null : plain;
  }

  /** Whether a value ends at `position`: the struct or list around it ends, or a known key follows. */
  function endsHere(): boolean {
    if (text[position] === '}' || text[position] === ']') return true;
    return text.startsWith(', ', position) && keyAt(position + 2) !== undefined;
  }

  function keyAt(from: number): string | undefined {
    const key = /^\w+(?==)/.exec(text.slice(from, from + 40))?.[0];
    return key !== undefined && keys.has(key.toLowerCase()) ? key : undefined;
  }

  function struct(): unknown {
    const members: Record<string, unknown> = {};
    position += 1;
    while (text[position] !== '}') {
      const key = keyAt(position);
      if (key === undefined) throw new SyntaxError('no key');
      position += key.length + 1;
      members[key] = value();
      if (text.startsWith(', ', position)) position += 2;
      else if (text[position] !== '}') throw new SyntaxError('no end');
    }
    position += 1;
    return members;
  }

  function list(): unknown {
    const items: unknown[] = [];
    position += 1;
    while (text[position] !== ']') {
      if (text[position] !== '{') throw new SyntaxError('no struct');
      items.push(struct());
      if (text.startsWith(', ', position)) position += 2;
      else if (text[position] !== ']') throw new SyntaxError('no end');
    }
    position += 1;
    return items;
  }

  try {
    const found = text.startsWith('[') ? list() : text.startsWith('{') ? struct() : undefined;
    return position === text.length ? found : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
