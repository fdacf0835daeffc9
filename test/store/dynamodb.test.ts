import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Aws } from '../../shared/aws/clients.ts';
import { createDynamoStore, storePermissions } from '../../shared/store/dynamodb.ts';
import { pack } from '../../shared/store/packed.ts';
import type { Store } from '../../shared/store/store.ts';
import { EVENT_FILTER, KEYS } from '../../shared/store/table.ts';
import {
  ACCOUNT,
  aNotice,
  aSweep,
  auditRecord,
  event,
  finding,
  NOW,
  newRef,
  nothing,
  reported,
  run,
  storedFinding,
  writes,
} from './things.ts';

type Json = Readonly<Record<string, unknown>>;

type Item = Json & { readonly sk: { readonly S: string } };

interface Sent {
  readonly action: string;
  readonly input: Json;
}

/** Every try of every call. */
const sent: Sent[] = [];
/** Tries that get no answer, though they arrive. */
let lost = 0;
let server: Server;
let store: Store;

beforeAll(async () => {
  server = createServer((request, response) => {
    void json(request).then((input) => {
      sent.push({ action: String(request.headers['x-amz-target']).split('.')[1] ?? '', input: input as Json });
      if (lost === 0) return response.end('{}');
      lost -= 1;
      return response.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const aws: Aws = {
    client: (make, { region }) => new make({ region, endpoint, credentials, maxAttempts: 3 } as never),
  };
  store = createDynamoStore({ aws, table: 'plumbline', region: 'eu-west-1' });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  sent.length = 0;
});

const ref = newRef();
const KEY = 's3-account|111122223333|us-east-1|account';
const it = finding(ref);
const taken = { hour: 1, count: 1, tripped: false };
const all = writes({
  findings: [storedFinding(it)],
  events: [event(it)],
  run: run(ref, 'r'),
  rateLimit: { before: undefined, after: taken },
});

const uses: Readonly<Record<keyof Store, () => Promise<unknown>>> = {
  resource: () => store.resource(ref),
  save: () => store.save({ ...nothing(ref), dependsOn: ['before'] }, all),
  begin: () =>
    store.begin(
      { ...nothing(ref), dependsOn: ['before'] },
      writes({ findings: [storedFinding(it)], run: run(ref, 'r') }),
    ),
  locate: () => store.locate(it.id),
  unresolved: () => store.unresolved(ref),
  known: () => store.known(ref),
  dependents: () => store.dependents(KEY),
  waiting: () => store.waiting({ stop: 'limit' }),
  event: () => store.event('e'),
  eventToDeliver: () => store.eventToDeliver('e', NOW, 1_000),
  claim: () => store.claim('e', ['sns'], NOW, 1_000),
  settle: () => store.settle('e', ['sns'], 'delivered', NOW),
  run: () => store.run('r'),
  beforeRun: () => store.beforeRun('r', 'a', ACCOUNT),
  proceed: () => store.proceed(run(ref, 'r')),
  trip: () => store.trip('a', ACCOUNT, { before: undefined, after: taken }),
  paused: () => store.paused(),
  control: async () => {
    await store.control(auditRecord('pause'), { pause: { by: 'jane', reason: 'Stop.', at: NOW } });
    await store.control(auditRecord('resume'), { resume: true });
  },
  auditRecords: () => store.auditRecords(),
  compliance: () => store.compliance(ACCOUNT),
  beat: () => store.beat({ sent: NOW }),
  sweep: () => store.sweep(ref),
  sweeps: () => store.sweeps(),
  saveSweep: () => store.saveSweep(aSweep(ref)),
  notice: () => store.notice('k'),
  notices: () => store.notices(),
  saveNotice: () => store.saveNotice(aNotice('k'), [reported(aNotice('k'))], NOW),
  countNotice: () => store.countNotice({ key: 'k', number: 1 }, { count: 1, lastAt: NOW }, NOW),
};

test.each(Object.keys(uses) as (keyof Store)[])('%s declares what it calls', async (method) => {
  await uses[method]();
  expect(Object.fromEntries(sent.flatMap(permissionsOf))).toEqual(storePermissions[method]);
});

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html */
function permissionsOf({ action, input }: Sent): readonly (readonly [action: string, resource: string])[] {
  const parts = (input['TransactItems'] as readonly Json[] | undefined)?.flatMap((item) =>
    Object.keys(item).map((part) => `${part}Item`),
  );
  const { IndexName } = input as { readonly IndexName?: string };
  const index = IndexName === undefined ? '' : `/index/${IndexName}`;
  const resource = `dynamodb:{region}:{account}:table/{table}${index}`;
  return (parts ?? [action]).map((each) => [`dynamodb:${each}`, resource]);
}

test.each(['resource', 'event', 'eventToDeliver', 'run', 'paused', 'auditRecords'] as const)(
  '%s is consistent',
  async (method) => {
    await uses[method]();
    expect(sent.map(({ input }) => input['ConsistentRead'])).toEqual([true]);
  },
);

test.each(['save', 'begin'] as const)('every try of one %s is the same transaction', async (method) => {
  lost = 2;
  await uses[method]();
  await uses[method]();
  const tokens = sent.map(({ input }) => input['ClientRequestToken']);
  expect(tokens).toEqual([expect.any(String), tokens[0], tokens[0], expect.any(String)]);
  expect(tokens[3]).not.toBe(tokens[0]);
});

test.each(['claim', 'proceed'] as const)('every try of one %s is by the same', async (method) => {
  lost = 1;
  await uses[method]();
  expect(sent[0]?.input).toEqual(sent[1]?.input);
  await uses[method]();
  expect(sent[2]?.input).not.toEqual(sent[0]?.input);
});

test('a new finding event is read from the stream, and kept for 400 days', async () => {
  await store.save(nothing(ref), all);
  const items = (sent[0]?.input['TransactItems'] ?? []) as readonly { readonly Put?: { readonly Item: Item } }[];
  const [sk] = EVENT_FILTER.dynamodb.Keys.sk.S;
  expect(items.flatMap(({ Put }) => (Put?.Item.sk.S === sk ? Put.Item : []))).toEqual([
    {
      pk: { S: `E#${it.id}-1` },
      sk: { S: 'event' },
      type: { S: 'opened' },
      mode: { S: event(it).finding.plan.mode },
      body: { B: Buffer.from(pack(JSON.stringify(event(it)))).toString('base64') },
      ttl: { N: String(NOW / 1000 + 400 * 86_400) },
    },
  ]);
});

test('every attribute that the table defines is in a key', () => {
  const { AttributeDefinitions = [], KeySchema = [], GlobalSecondaryIndexes = [] } = KEYS;
  // What no key names may not be defined.
  const named = [KeySchema, ...GlobalSecondaryIndexes.map((index) => index.KeySchema ?? [])].flat();
  expect(new Set(AttributeDefinitions.map(({ AttributeName }) => AttributeName))).toEqual(
    new Set(named.map(({ AttributeName }) => AttributeName)),
  );
});
