import { readers } from '../../generated/readers.ts';
import { createAws } from '../../shared/aws/clients.ts';
import type { AnyReader } from '../../shared/aws/reader.ts';
import { globalRegionOf } from '../../shared/core/ref.ts';
import { answered } from '../../test/support/answered.ts';
import { type Answers, answersOf, IDS } from './call-answers.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';

/** The calls of AWS for one resource of each kind: after an event, and in a sweep. */
export async function callTable(): Promise<string> {
  const rows: string[] = [];
  for (const [kind, load] of Object.entries(readers).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { default: reader } = await load();
    for (const [what, id] of IDS[kind] ?? [['', kind]]) rows.push(await row(reader, kind, what, id));
  }
  return [
    '| kind | an event: calls for the resource | a sweep: calls for a page | a sweep: further calls for each resource |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

async function row(reader: AnyReader, kind: string, what: string, id: string): Promise<string> {
  const region = reader.kind.global ? globalRegionOf(REGION) : REGION;
  const place = { account: ACCOUNT, region };
  const answers = await answersOf(kind);
  const read = await counted(answers, (aws) => reader.read({ kind, ...place, id }, aws));
  let showsStates = false;
  const listed = await counted(answers, async (aws) => {
    const page = await reader.list(place, aws, undefined);
    showsStates = page.states !== undefined;
  });
  const cells = [`${kind}${what ? `, ${what}` : ''}`, text(read), text(listed), showsStates ? 'none' : text(read)];
  return `| ${cells.join(' | ')} |`;
}

type Aws = ReturnType<typeof createAws>;

/** How often each command was called. */
async function counted(answers: Answers, work: (aws: Aws) => Promise<unknown>): Promise<ReadonlyMap<string, number>> {
  process.env['AWS_ACCESS_KEY_ID'] ??= 'none';
  process.env['AWS_SECRET_ACCESS_KEY'] ??= 'none';
  const calls = new Map<string, number>();
  const aws = answered(createAws({ maxAttempts: 1 }), (service, command) => {
    calls.set(command, (calls.get(command) ?? 0) + 1);
    const answer = answers[`${service} ${command}`] ?? answers[command];
    if (!answer) throw new Error(`scripts/generate/answers/: no file has an answer of ${service} to ${command}.`);
    return answer;
  });
  await work(aws);
  return calls;
}

/** `3: GetTrail, GetTrailStatus`; a command that is called twice is named with a number. */
function text(calls: ReadonlyMap<string, number>): string {
  const sum = [...calls.values()].reduce((total, count) => total + count, 0);
  if (sum === 0) return 'none';
  const names = [...calls].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${sum}: ${names.map(([name, count]) => (count > 1 ? `${count} ${name}` : name)).join(', ')}`;
}
