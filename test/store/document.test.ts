import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { FUNCTIONS, NEEDS } from '../../deploy/needs.ts';
import { ROOT } from '../../scripts/build/common.ts';
import type { Aws } from '../../shared/aws/clients.ts';
import { RETENTION } from '../../shared/store/dynamodb/calls.ts';
import { createDynamoStore } from '../../shared/store/dynamodb.ts';
import type { Store } from '../../shared/store/store.ts';
import { KEYS } from '../../shared/store/table.ts';
import {
  aNotice,
  aSweep,
  auditRecord,
  event,
  finding,
  newRef,
  nothing,
  reported,
  run,
  storedFinding,
  writes,
} from './things.ts';

const PAGE = readFileSync(join(ROOT, 'docs/table.md'), 'utf8');

/** The cells of each row of a table on the page. */
function table(name: string): readonly (readonly string[])[] {
  const [, text = ''] = new RegExp(`<!-- ${name} -->\\n([\\s\\S]*?)<!-- /${name} -->`).exec(PAGE) ?? [];
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('\\|', '|')),
  );
}

/** What stands between backticks in a cell. */
function codeIn(cell = ''): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

type Value = Readonly<Record<string, unknown>>;

/** One item that a call writes, or a condition that it asks for. */
interface Write {
  readonly item: string;
  readonly does: string;
  readonly attributes: readonly string[];
  readonly condition: string | undefined;
}

const items = table('items').map(([name, pk, sk, attributes]) => ({
  name: codeIn(name)[0] ?? '',
  attributes: codeIn(attributes),
  isKeyOf: ({ pk: written, sk: with_ }: Value) =>
    patternOf(codeIn(pk)[0] ?? '').test(textOf(written)) && patternOf(codeIn(sk)[0] ?? '').test(textOf(with_)),
}));

function textOf(value: unknown): string {
  return (value as { readonly S?: string } | undefined)?.S ?? '';
}

/** `a#finding#<rule>` of every rule. */
function patternOf(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/<[^>]+>/g, '.+')}$`);
}

function itemOf(key: Value): string {
  const names = items.filter(({ isKeyOf }) => isKeyOf(key)).map(({ name }) => name);
  expect(names, `docs/table.md: one item with pk ${textOf(key['pk'])} and sk ${textOf(key['sk'])}`).toHaveLength(1);
  return names[0] ?? '';
}

/** A store, and the calls that it makes. */
function recording(): { readonly store: Store; readonly calls: { readonly name: string; readonly input: Value }[] } {
  const calls: { readonly name: string; readonly input: Value }[] = [];
  const client = {
    async send(command: { readonly input: Value; readonly constructor: { readonly name: string } }) {
      calls.push({ name: command.constructor.name.replace(/Command$/, ''), input: command.input });
      return {};
    },
  };
  const aws = { client: () => client } as unknown as Aws;
  return { store: createDynamoStore({ aws, table: 'findings', region: 'eu-west-1' }), calls };
}

const ref = newRef();
const KEY = 's3-account|111122223333|us-east-1|account';
const open = finding(ref);
const limit = { hour: 1, count: 1, tripped: false };
const all = {
  resource: { state: {}, salt: 'salt', readAt: 1, dependsOn: [KEY], judgedBy: [open.rule] },
  findings: [storedFinding(open, { waiting: { stop: 'limit', event: 'finding-1' } })],
  events: [event(open)],
};
const first = writes({ ...all, run: run(ref, 'run'), rateLimit: { before: undefined, after: limit } });
const later = writes({
  ...all,
  run: run(ref, 'run', { version: 2 }),
  rateLimit: { before: limit, after: { ...limit, count: 2 } },
});

const sweep = aSweep(ref);

/** Each write also adds a dependency and a finding that waits, and removes another of both. */
const second = {
  ...nothing(ref),
  version: 1,
  dependsOn: ['another'],
  findings: [storedFinding(open, { waiting: { stop: 'paused', event: 'finding-1' } })],
  judgedBy: [open.rule, 'sg-other'],
  undetermined: ['sg-other'],
};

/** Each method of the store in all of its forms; `first` and `later` versions of what has versions. */
const METHODS: Readonly<Record<keyof Store, readonly ((store: Store) => Promise<unknown>)[]>> = {
  resource: [(store) => store.resource(ref)],
  save: [(store) => store.save(nothing(ref), first), (store) => store.save(second, later)],
  begin: [(store) => store.begin(nothing(ref), first), (store) => store.begin(second, later)],
  locate: [(store) => store.locate(open.id)],
  unresolved: [(store) => store.unresolved(ref)],
  known: [(store) => store.known(ref)],
  dependents: [(store) => store.dependents(KEY)],
  waiting: [(store) => store.waiting({ stop: 'limit' })],
  event: [(store) => store.event('finding-1')],
  eventToDeliver: [(store) => store.eventToDeliver('finding-1', 2, 1)],
  claim: [(store) => store.claim('finding-1', ['sns', 'slack', 'bus'], 2, 1)],
  settle: [(store) => store.settle('finding-1', ['sns'], 'delivered', 2)],
  run: [(store) => store.run('run')],
  beforeRun: [(store) => store.beforeRun('run', open.rule, ref.account)],
  proceed: [(store) => store.proceed(run(ref, 'run')), (store) => store.proceed(run(ref, 'run', { version: 2 }))],
  trip: [
    (store) => store.trip(open.rule, ref.account, { before: undefined, after: limit }),
    (store) => store.trip(open.rule, ref.account, { before: limit, after: limit }),
  ],
  paused: [(store) => store.paused()],
  control: [
    (store) => store.control(auditRecord('pause'), { pause: { by: 'jane', reason: 'why', at: 1 } }),
    (store) => store.control(auditRecord('resume'), { resume: true }),
    (store) => store.control(auditRecord('reset'), { reset: { rule: open.rule, account: ref.account } }),
  ],
  auditRecords: [(store) => store.auditRecords()],
  compliance: [(store) => store.compliance(ref.account)],
  beat: [(store) => store.beat({ arrived: 1 })],
  sweep: [(store) => store.sweep(ref)],
  sweeps: [(store) => store.sweeps()],
  saveSweep: [(store) => store.saveSweep(sweep), (store) => store.saveSweep({ ...sweep, version: 2 })],
  notice: [(store) => store.notice('key')],
  notices: [(store) => store.notices()],
  saveNotice: [
    (store) => store.saveNotice(aNotice('key'), [], 1),
    (store) => store.saveNotice(aNotice('key'), [reported(aNotice('key'))], 1),
    (store) => store.saveNotice({ ...aNotice('key'), version: 1 }, [reported(aNotice('key'))], 1),
  ],
  countNotice: [(store) => store.countNotice({ key: 'key', number: 1 }, { count: 1, lastAt: 1 }, 1)],
};

/** What a method calls, form by form. */
async function callsOf(method: keyof Store) {
  const { store, calls } = recording();
  // An answer without items is no resource, and for some methods an error.
  for (const form of METHODS[method]) await form(store).catch(() => undefined);
  expect(calls.length, `${method} makes calls`).toBeGreaterThan(0);
  return calls;
}

/** What is written by a call; a single one is like a transaction of one. */
function writesIn({ name, input }: { readonly name: string; readonly input: Value }): readonly Write[] {
  const each = (input['TransactItems'] as readonly Readonly<Record<string, Value>>[] | undefined) ?? [
    { [name.replace(/Item$/, '')]: input },
  ];
  return each.flatMap((parts) =>
    Object.entries(parts).map(([does, part]): Write => {
      const key = (part['Item'] ?? part['Key']) as Value;
      return {
        item: itemOf(key),
        does,
        attributes: attributesIn(part),
        condition: part['ConditionExpression'] as string,
      };
    }),
  );
}

/** The attributes that a write sets or removes, besides the keys. */
function attributesIn({ Item, UpdateExpression, ExpressionAttributeNames }: Value): readonly string[] {
  if (Item) return Object.keys(Item as Value).filter((name) => name !== 'pk' && name !== 'sk');
  const names = (ExpressionAttributeNames ?? {}) as Readonly<Record<string, string>>;
  const paths = ((UpdateExpression ?? '') as string).matchAll(/(?:SET|REMOVE|ADD|,) ([#\w]+)/g);
  return [...paths].map(([, path = '']) => names[path] ?? path);
}

const rows = table('writes').reduce<{ readonly cells: readonly string[]; readonly method: string }[]>((done, cells) => {
  // A cell that is empty is that of the row above.
  const method = codeIn(cells[0])[0] ?? done.at(-1)?.method ?? '';
  return [...done, { cells, method }];
}, []);
const reads = table('reads');
const writing = [...new Set(rows.map(({ method }) => method))] as (keyof Store)[];
const reading = reads.map(([method]) => codeIn(method)[0]) as (keyof Store)[];

test('the page names each method of the store once, as one that reads or one that writes', () => {
  expect([...writing, ...reading].sort()).toEqual(Object.keys(recording().store).sort());
  expect(Object.keys(METHODS).sort()).toEqual(Object.keys(recording().store).sort());
});

test('the page names the functions that use each method', () => {
  const used = (method: keyof Store) => FUNCTIONS.filter((name) => NEEDS[name].store?.includes(method));
  const named = new Map(
    [...rows.map(({ cells }) => cells), ...reads].flatMap(([method, functions]) =>
      codeIn(method).map((name) => [name, codeIn(functions)] as const),
    ),
  );
  expect(Object.fromEntries(named)).toEqual(
    Object.fromEntries([...writing, ...reading].map((method) => [method, used(method)])),
  );
});

describe('each method that writes', () => {
  test.each(writing)('%s: the items, and what is done to them on which condition', async (method) => {
    const calls = await callsOf(method);
    const own = rows.filter((row) => row.method === method);
    const isTransaction = calls.every(({ name }) => name === 'TransactWriteItems');
    expect(own[0]?.cells[2]).toBe(isTransaction ? 'transaction' : 'single');
    const written = calls.flatMap(writesIn);
    const done = new Set(written.map(({ item, does }) => `${item} ${does}`));
    expect(own.map(({ cells: [, , , item, does] }) => `${codeIn(item)[0]} ${does}`).sort()).toEqual([...done].sort());
    for (const { cells } of own) {
      const [, , , item, does, condition = ''] = cells;
      const conditions = new Set(
        written.filter((each) => each.item === codeIn(item)[0] && each.does === does).map((each) => each.condition),
      );
      if (condition.startsWith('none')) expect([...conditions], condition).toEqual([undefined]);
      // A long condition is described in words.
      else if (codeIn(condition).length === 0) expect([...conditions], condition).toEqual([expect.any(String)]);
      else expect([...conditions], condition).toEqual(codeIn(condition));
    }
  });
});

test('each method that reads makes the call that the page names', async () => {
  for (const [name, , call] of reads) {
    const [method = ''] = codeIn(name);
    const made = await callsOf(method as keyof Store);
    expect(new Set(made.map((each) => each.name)), method).toEqual(new Set([call]));
  }
});

/** As the page names it. */
function nameOf(attribute: string): string {
  return attribute
    .replace(/#sg-.*/, '#<rule>')
    .replace(/^severity#.*/, 'severity#<severity>')
    .replace(/^(compliant|open|exempt|undetermined)#/, '<compliance>#');
}

test('each item has the attributes that the page names', async () => {
  const written = new Map<string, Set<string>>();
  for (const call of (await Promise.all(writing.map(callsOf))).flat()) {
    for (const { item, does, attributes } of writesIn(call)) {
      if (does === 'ConditionCheck' || does === 'Delete') continue;
      const known = written.get(item) ?? new Set();
      for (const name of attributes) known.add(nameOf(name));
      written.set(item, known);
    }
  }
  expect(Object.fromEntries([...written].map(([name, attributes]) => [name, [...attributes].sort()]))).toEqual(
    Object.fromEntries(items.map(({ name, attributes }) => [name, [...attributes].sort()])),
  );
});

test('the page names the indexes with their keys', () => {
  const keys = (index: NonNullable<(typeof KEYS)['GlobalSecondaryIndexes']>[number]) =>
    index.KeySchema?.map(({ AttributeName }) => AttributeName);
  expect(table('indexes').map(([name, hash, range]) => [name, hash, range].flatMap(codeIn))).toEqual(
    KEYS.GlobalSecondaryIndexes?.map((index) => [index.IndexName, ...(keys(index) ?? [])]),
  );
});

test('the page names the expiry and the stream of the table', () => {
  const yaml = parseDocument(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'), { logLevel: 'silent' });
  const property = (...path: readonly string[]) =>
    yaml.getIn(['resources', 'Resources', 'FindingsTable', 'Properties', ...path]);
  expect(property('TimeToLiveSpecification', 'AttributeName')).toBe('ttl');
  expect(PAGE).toContain('The attribute `ttl` (seconds since 1970)');
  expect(PAGE).toContain(`${RETENTION / 24 / 60 / 60} days`);
  expect(PAGE).toContain(`(\`${String(property('StreamSpecification', 'StreamViewType'))}\`)`);
});
