type Given = Record<string, unknown>;

/**
 * What a form says in the query protocol of EC2 and SNS, as members and lists: `IpPermissions.1.FromPort=22`. EC2 has
 * lists under the name of one of theirs: `GroupId.1` is the first of `GroupIds`.
 * @see https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export function membersOf(body: string): Given {
  const root: Given = {};
  for (const [path, value] of new URLSearchParams(body)) {
    const names = path.split('.').filter((name) => name !== 'entry' && name !== 'member');
    let at = root;
    for (const name of names.slice(0, -1)) at = (at[name] ??= {}) as Given;
    at[names.at(-1) ?? ''] = value;
  }
  const listed = withLists(root) as Given;
  if (Array.isArray(listed['GroupId'])) listed['GroupIds'] = listed['GroupId'];
  return listed;
}

function withLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, each]) => [name, withLists(each)] as const);
  return members.every(([name]) => /^\d+$/.test(name)) ? members.map(([, each]) => each) : Object.fromEntries(members);
}

/** Members as XML, the elements of lists as `item`. */
export function xmlOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((each) => `<item>${xmlOf(each)}</item>`).join('');
  if (typeof value !== 'object' || value === null) return escaped(String(value));
  return Object.entries(value)
    .map(([name, each]) => `<${name}>${xmlOf(each)}</${name}>`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
