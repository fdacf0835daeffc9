import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../shared/aws/clients.ts';
import { failureOf } from '../../shared/aws/failure.ts';
import { Redacted } from '../../shared/core/redacted.ts';
import { createSlack } from '../../shared/notify/slack.ts';
import { createWebhook, parameterName } from '../../shared/notify/webhook.ts';
import { describeWithMoto, motoAws, PLACE } from '../support/aws.ts';
import { event, NOW, surroundings } from './finding-events.ts';

const TOKEN = 'T000-B000-invented';

interface Got {
  readonly path: string;
  readonly body: { readonly text: string; readonly blocks?: readonly unknown[] };
  readonly at: number;
}

describe('a Slack channel', () => {
  let got: Got[];
  let answer: (response: ServerResponse, request: IncomingMessage) => void;
  let now = NOW;
  let host = '';
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      got.push({ path: request.url ?? '', body: JSON.parse(text) as Got['body'], at: now });
      answer(response, request);
    });
  });

  beforeEach(async () => {
    got = [];
    answer = (response) => response.end('ok');
    now = NOW;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const address = (path = TOKEN) => new Redacted(`http://${host}/services/${path}`);
  const slack = (webhook = async () => address()) =>
    createSlack({
      webhook,
      surroundings,
      now: () => now,
      sleep: async (milliseconds) => void (now += milliseconds),
    });
  const status =
    (code: number, headers: Record<string, string> = {}) =>
    (response: ServerResponse): void =>
      void response.writeHead(code, headers).end('no');
  const thrown = async (send: ReturnType<typeof slack>): Promise<Error & { readonly retryAfter?: number }> => {
    const error: unknown = await send(await event('sg-open-ingress', 'opened')).then(
      () => undefined,
      (each: unknown) => each,
    );
    if (!(error instanceof Error)) throw new Error('nothing was thrown');
    expect(inspect(error, { depth: 9 })).not.toContain(TOKEN);
    return error;
  };

  test('gets one message a second', async () => {
    const send = slack();
    const opened = await event('sg-open-ingress', 'opened');
    for (let number = 0; number < 3; number++) await send(opened);
    expect(got.map(({ at }) => at - NOW)).toEqual([0, 1000, 2000]);
    expect(got[0]?.body.text).toMatch(/^HIGH: tcp\/22 is open/);
    expect(got[0]?.path).toBe(`/services/${TOKEN}`);
  });

  test('that is full says when to come again, in seconds or with a date', async () => {
    answer = status(429, { 'retry-after': '37' });
    const error = await thrown(slack());
    expect([failureOf(error), error.retryAfter]).toEqual(['throttled', 37_000]);
    answer = status(429, { 'retry-after': new Date(NOW + 61_000).toUTCString() });
    expect((await thrown(slack())).retryAfter).toBe(61_000);
    answer = status(429, { 'retry-after': 'soon' });
    expect((await thrown(slack())).retryAfter).toBeUndefined();
  });

  test.each([
    [403, 'denied'],
    [404, 'refused'],
    [410, 'refused'],
    [302, 'refused'],
    [500, 'unanswered'],
    [503, 'unanswered'],
  ] as const)('that answers %i: %s', async (code, failure) => {
    answer = status(code, { location: `http://${host}/elsewhere` });
    expect(failureOf(await thrown(slack()))).toBe(failure);
    expect(got.length).toBe(1);
  });

  test('that is not there has not taken it', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    const webhook = async () => new Redacted(`http://127.0.0.1:${port}/${TOKEN}`);
    expect(failureOf(await thrown(slack(webhook)))).toBe('unavailable');
  });

  test('that breaks off may have taken it', async () => {
    answer = (_, request) => void request.socket.destroy();
    expect(failureOf(await thrown(slack()))).toBe('unanswered');
  });

  test('that refuses the layout gets the text', async () => {
    answer = (response) => status(got.at(-1)?.body.blocks ? 400 : 200)(response);
    await slack()(await event('sg-open-ingress', 'opened'));
    expect(got.map(({ body }) => body.blocks !== undefined)).toEqual([true, false]);
    expect(got.map(({ at }) => at - NOW)).toEqual([0, 1000]);
  });

  test('whose address is another by now is asked for it, once', async () => {
    answer = (response, request) => status(request.url === '/services/new' ? 200 : 403)(response);
    const asked: boolean[] = [];
    await slack(async (fresh = false) => {
      asked.push(fresh);
      return address(fresh ? 'new' : TOKEN);
    })(await event('sg-open-ingress', 'opened'));
    expect(asked).toEqual([false, true]);
    expect(got.map(({ path }) => path)).toEqual([`/services/${TOKEN}`, '/services/new']);
  });
});

describe('the address of the webhook', () => {
  let ssm: AwsClientStub<SSMClient>;
  beforeEach(() => void (ssm = mockClient(SSMClient)));
  afterEach(() => ssm.restore());
  const kept = (value: string, host?: string) => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: value } });
    return createWebhook({
      aws: createAws(),
      region: 'eu-west-1',
      where: '/plumbline/slack',
      ...(host ? { host } : {}),
    });
  };

  test.each([
    ['/plumbline/slack', '/plumbline/slack'],
    ['ssm:/plumbline/slack', '/plumbline/slack'],
    ['secretsmanager:plumbline/slack', '/aws/reference/secretsmanager/plumbline/slack'],
    [
      'arn:aws:secretsmanager:eu-west-1:111122223333:secret:plumbline/slack-AbCdEf',
      '/aws/reference/secretsmanager/plumbline/slack',
    ],
  ])('%s is kept as %s', (where, name) => expect(parameterName(where)).toBe(name));

  test('a place that is none is refused when the function starts', () => {
    expect(() => parameterName('https://hooks.slack.com/services/x')).toThrow('neither a parameter nor a secret');
  });

  test('is read decrypted, once in five minutes, and again when asked', async () => {
    const webhook = kept(`https://hooks.slack.com/services/${TOKEN}\n`);
    expect((await webhook()).reveal()).toBe(`https://hooks.slack.com/services/${TOKEN}`);
    await webhook();
    expect(ssm.commandCalls(GetParameterCommand).map(({ args }) => args[0].input)).toEqual([
      { Name: '/plumbline/slack', WithDecryption: true },
    ]);
    await webhook(true);
    expect(ssm.commandCalls(GetParameterCommand).length).toBe(2);
  });

  test.each([
    ['another host', `https://evil.example/${TOKEN}`, undefined],
    ['no TLS', `http://hooks.slack.com/${TOKEN}`, undefined],
    ['no TLS to an allowed host', `http://chat.example/${TOKEN}`, 'chat.example'],
    ['a host that looks like it', `https://hooks.slack.com.evil.example/${TOKEN}`, undefined],
    ['a password', `https://user:word@hooks.slack.com/${TOKEN}`, undefined],
    ['a user', `https://hooks.slack.com@evil.example/${TOKEN}`, undefined],
    ['no URL', TOKEN, undefined],
  ])('is not used with %s, and not repeated', async (_, value, host) => {
    const error: unknown = await kept(value, host)().then(
      () => undefined,
      (each: unknown) => each,
    );
    expect(failureOf(error)).toBe('refused');
    expect(inspect(error, { depth: 9 })).not.toContain(TOKEN);
  });

  test('may be of a host that the owner named, and of this machine without TLS', async () => {
    expect((await kept(`https://chat.example/${TOKEN}`, 'chat.example')()).reveal()).toContain('chat.example');
    expect((await kept(`http://127.0.0.1:80/${TOKEN}`, '127.0.0.1')()).reveal()).toContain('127.0.0.1');
  });

  test('that cannot be had fails as it came', async () => {
    const webhook = kept('x');
    ssm.on(GetParameterCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
    expect(failureOf(await webhook().catch((error: unknown) => error))).toBe('denied');
  });
});

describeWithMoto('where the address is kept', () => {
  test.each([
    ['a parameter', 'ssm:/plumbline/webhook'],
    ['a secret', 'secretsmanager:plumbline/webhook'],
  ])('%s', async (_, where) => {
    const aws = motoAws();
    const value = `https://hooks.slack.com/services/${TOKEN}`;
    const put = { Name: '/plumbline/webhook', Value: value, Type: 'SecureString', Overwrite: true } as const;
    await aws.client(SSMClient, PLACE).send(new PutParameterCommand(put));
    await putSecret('plumbline/webhook', value);
    expect((await createWebhook({ aws, region: PLACE.region, where })()).reveal()).toBe(value);
  });
});

/** The SDK's client of Secrets Manager is no dependency, since nothing else needs it. */
async function putSecret(Name: string, SecretString: string): Promise<void> {
  const { status } = await fetch(process.env['AWS_ENDPOINT_URL'] ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.CreateSecret',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260302/${PLACE.region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify({ Name, SecretString }),
  });
  // It is there from an earlier run of this test.
  if (status !== 400) expect(status).toBe(200);
}
