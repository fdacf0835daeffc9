import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../shared/respond/answer.ts';
import { calledByUrl, httpAnswer, ONLY_BY_URL } from '../../shared/respond/caller.ts';
import { attestation, inOrder } from '../checklists/facts.ts';
import { plumbline } from '../support/cli.ts';
import { iamUser, trailRecord } from '../support/events.ts';
import { createWorld, SSH } from '../support/world.ts';

type Answering = (request: { readonly do: string }) => Promise<Answer> | Answer;
type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void | Promise<void>;

const servers: ReturnType<typeof createServer>[] = [];
let answering: Answering = () => ({ ok: false });
let handle: Handler;
let [lambda, url] = ['', ''];

async function serve(handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => void handler(request, Buffer.concat(pieces).toString(), response));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function send(response: ServerResponse, status: number, content: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(content));
}

function failed(response: ServerResponse, status: number, type: string, message: string): void {
  send(response, status, { message }, { 'x-amzn-errortype': type });
}

const direct: Handler = async (request, body, response) => {
  if (request.url !== '/2015-03-31/functions/plumbline-prod-respond/invocations')
    return failed(response, 404, 'ResourceNotFoundException', 'Function not found');
  send(response, 200, await answering(JSON.parse(body) as { do: string }));
};

beforeAll(async () => {
  lambda = await serve((...given) => handle(...given));
  url = await serve(async (request, body, response) => {
    const isSigned = /^AWS4-HMAC-SHA256 .*\/eu-west-1\/lambda\/aws4_request/.test(request.headers.authorization ?? '');
    const event = {
      requestContext: { authorizer: isSigned ? { iam: { userArn: 'arn:aws:iam::111122223333:user/lee' } } : {} },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    };
    const called = calledByUrl(event);
    if (!called) return failed(response, 403, 'AccessDeniedException', 'Forbidden');
    const { statusCode, headers, body: text } = httpAnswer(await answering(called.given as { do: string }));
    response.writeHead(statusCode, headers).end(text);
  });
});
afterAll(() => {
  for (const server of servers) server.close();
});

const env = () => ({
  AWS_ENDPOINT_URL_LAMBDA: lambda,
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_REGION: '',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
});
const run = (...args: readonly string[]) => plumbline(['checklist', ...args], { env: env() });
const IN_IRELAND = ['--region', 'eu-west-1'];

/** Facts without their findings, as a deployment gives them. */
function given(parts: Parameters<typeof inOrder>[0] = {}): NonNullable<Answer['facts']> {
  const { findings: _findings, ...facts } = inOrder(parts);
  return facts;
}

describe('plumbline checklist asks a deployment', () => {
  test('a statement is kept where everything was looked at, and the exit code says so', async () => {
    handle = direct;
    answering = () => ({ ok: true, facts: given() });
    const { code, stdout, stderr } = await run('--statement', 'ess-l15.1', ...IN_IRELAND);
    expect(stderr).toBe('');
    expect(stdout).toContain('ESS-L15.1  kept          A VPN endpoint gets no added routes');
    expect(stdout).toContain('On the page: Limit Network Exposure, 6.');
    expect(stdout).toContain('Kept since 2026-03-01T08:00:00Z.');
    expect(stdout).toContain('From the deployment plumbline-prod in eu-west-1, 2026-03-10T12:00:00Z.');
    expect(code).toBe(0);
  });

  test('what a real answer of the function says breaks a statement, and names the finding', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    handle = direct;
    answering = (request) => world.ask(request);
    const { code, stdout } = await run('inrupt-ess', '--json', ...IN_IRELAND);
    const { checklists } = JSON.parse(stdout) as Json;
    const statement = checklists[0]?.statements.find(({ id }) => id === 'ESS-L7.1');
    expect(statement?.state).toBe('broken');
    const { id } = (await world.finding()) ?? expect.fail('no finding');
    expect(statement?.parts.flatMap(({ findings }) => findings.map((each) => each.id))).toContain(id);
    expect(checklists[0]?.statements.filter(({ state }) => state === 'kept')).toEqual([]);
    expect(code).toBe(1);
  });

  test('a deployment that takes requests by URL only is asked there, signed', async () => {
    handle = (request, body, response) => {
      if (request.url?.endsWith('/invocations')) return send(response, 200, ONLY_BY_URL);
      expect([request.method, body]).toEqual(['GET', '']);
      send(response, 200, { FunctionUrl: `${url}/`, AuthType: 'AWS_IAM', FunctionArn: 'x', CreationTime: 'x' });
    };
    answering = () => ({ ok: true, facts: given() });
    const { code, stdout, stderr } = await run('--statement', 'ESS-L15.1', ...IN_IRELAND);
    expect([stderr, code]).toEqual(['', 0]);
    expect(stdout).toContain('kept');
  });

  test('a profile names the region and the credentials', async () => {
    const config = join(mkdtempSync(join(tmpdir(), 'plumbline-profile-')), 'config');
    const lines = ['region=eu-west-1', 'aws_access_key_id=AKIAI44QH8DHBEXAMPLE', 'aws_secret_access_key=example'];
    writeFileSync(config, `[profile audit]\n${lines.join('\n')}\n`);
    const seen: (string | undefined)[] = [];
    handle = (request, ...rest) => {
      seen.push(request.headers.authorization);
      void direct(request, ...rest);
    };
    answering = () => ({ ok: true, facts: given() });
    // Keys of the environment would be another source.
    const without = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_REGION: undefined };
    const args = ['checklist', '--statement', 'ESS-L15.1', '--profile', 'audit'];
    const { code, stderr } = await plumbline(args, { env: { ...env(), ...without, AWS_CONFIG_FILE: config } });
    expect([stderr, code]).toEqual(['', 0]);
    expect(seen).toEqual([expect.stringMatching(/AKIAI44QH8DHBEXAMPLE\/\d+\/eu-west-1\/lambda/)]);
    rmSync(dirname(config), { recursive: true });
  });

  test.each<readonly [string, Handler, readonly string[], string]>([
    [
      'no such function',
      direct,
      ['--stage', 'dev', ...IN_IRELAND],
      'There is no function plumbline-dev-respond in eu-west-1. Deploy Plumbline there, or name its --region, --stage and --name.',
    ],
    [
      'no permission',
      (_, __, response) => failed(response, 403, 'AccessDeniedException', 'User: lee is not authorized'),
      IN_IRELAND,
      'AWS does not let you ask plumbline-prod-respond in eu-west-1: User: lee is not authorized.',
    ],
    ['no region', direct, [], 'No AWS region is set. Name it with --region'],
    [
      'credentials that have expired',
      (_, __, response) => failed(response, 403, 'ExpiredTokenException', 'The security token is expired'),
      IN_IRELAND,
      'AWS does not know who you are: The security token is expired. Name a profile',
    ],
    [
      'a function that fails',
      (_, __, response) => send(response, 200, { errorType: 'x' }, { 'x-amz-function-error': 'Unhandled' }),
      IN_IRELAND,
      'The function plumbline-prod-respond has failed. Its log group says why.',
    ],
    [
      'an older version',
      (_, __, response) => send(response, 200, { ok: false, error: '"do" must be one of show, list.' }),
      IN_IRELAND,
      'the deployed version of Plumbline cannot say what checklists rest on; deploy this version',
    ],
    [
      'a refusal',
      (_, __, response) => send(response, 200, { ok: false, error: 'You may not ask this.' }),
      IN_IRELAND,
      'the deployment has refused: You may not ask this.',
    ],
  ])('%s is said in a sentence, and is no answer', async (_, handler, args, sentence) => {
    handle = handler;
    const { code, stdout, stderr } = await run(...args);
    expect(stderr).toContain(`plumbline: ${sentence}`);
    expect(stderr).not.toMatch(/\n {4}at /);
    expect([stdout, code]).toEqual(['', 2]);
  });
});

interface Json {
  readonly checklists: readonly {
    readonly statements: readonly {
      readonly id: string;
      readonly state: string;
      readonly parts: readonly { readonly findings: readonly { readonly id: string }[] }[];
    }[];
  }[];
}

const OPEN = trailRecord('ec2:AuthorizeSecurityGroupIngress', {
  at: '2026-03-02T09:00:00Z',
  by: iamUser('alice'),
  request: {
    groupId: '=sg|<b>',
    ipPermissions: {
      items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
    },
  },
});
const LOG = JSON.stringify({ Records: [OPEN] });
const overLogs = (...args: readonly string[]) => plumbline(['checklist', '--logs', '-', ...args], { input: LOG });

describe('plumbline checklist over logs', () => {
  test('can show that a statement is broken, and never that one is kept', async () => {
    const { code, stdout } = await overLogs('--json');
    const { checklists, note } = JSON.parse(stdout) as Json & { note: string };
    const states = new Set(checklists.flatMap(({ statements }) => statements.map(({ state }) => state)));
    expect([...states].sort()).toEqual(['asks nothing', 'broken', 'not watched', 'undetermined']);
    expect(note).toContain('So no statement is kept here.');
    expect(code).toBe(1);
  });

  test('what resources are called makes no formula, no column and no tag', async () => {
    const [csv, markdown, html] = await Promise.all(
      ['csv', 'markdown', 'html'].map(
        async (format) => (await overLogs('-f', format, '--statement', 'ESS-L7.1')).stdout,
      ),
    );
    expect(csv?.split('\r\n')).toHaveLength(3);
    expect(csv).toContain('on =sg|<b> in');
    for (const line of csv?.split('\r\n') ?? []) expect(line).not.toMatch(/(?:^|,)"?[=+@]/);
    expect(markdown).toContain('on =sg\\|&lt;b&gt; in');
    expect(html).toContain('on =sg|&lt;b&gt; in');
    expect(html).not.toMatch(/<b>|<script|src=/);
  });

  test('every line of the table fits the terminal', async () => {
    const { stdout } = await plumbline(['checklist', 'ellipsis-drive', '--logs', '-'], { input: LOG });
    const lines = stdout.split('\n');
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines.filter((line) => /…/.test(line))).toEqual([]);
    expect(lines.filter((line) => line.startsWith('ED-L'))).toHaveLength(34);
  });

  test('frameworks get evidence, and are never called complied with', async () => {
    const { stdout, code } = await overLogs('--framework', 'cis-5.0');
    expect(stdout).toContain('Evidence for CIS AWS Foundations 5.0');
    expect(stdout).toMatch(/^5\.3 +broken/m);
    expect(stdout).toContain('Whether an id is met, an assessor decides.');
    expect(stdout).not.toMatch(/complian|complies/i);
    expect(code).toBe(1);
  });
});

describe('wrong usage of plumbline checklist', () => {
  test.each([
    [['inrupt-es'], 'there is no checklist inrupt-es; did you mean inrupt-ess?'],
    [['cis-5.0'], 'cis-5.0 is a framework: write --framework cis-5.0'],
    [['--framework', 'inrupt-ess'], 'inrupt-ess is a checklist: write plumbline checklist inrupt-ess'],
    [['--statement', 'ED-L23.9'], 'there is no statement ED-L23.9; did you mean ED-L23.1?'],
    [['inrupt-ess', '--statement', 'ED-L23.1'], 'the statement ED-L23.1 is not in inrupt-ess'],
    [['inrupt-ess', '--framework', 'cis-5.0'], 'name inrupt-ess or --framework, not both'],
    [['--config', 'plumbline.yml'], '--config is for --logs'],
    [['--logs', '-', '--region', 'eu-west-1'], "cannot be used with option '--logs <paths...>'"],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect(stderr).toContain(message);
    expect([stdout, code]).toEqual(['', 2]);
  });
});

test('an attestation is shown with its evidence as a link, also where it has ended', async () => {
  handle = direct;
  const attestations = [attestation('ED-L32.1', { evidence: 'https://tickets.example.com/a?b=1&c="2"' })];
  answering = () => ({ ok: true, facts: given({ attestations }) });
  const { stdout } = await run('--statement', 'ED-L32.1', '-f', 'html', ...IN_IRELAND);
  expect(stdout).toContain('<td class="attested">attested</td>');
  expect(stdout).toContain('<a href="https://tickets.example.com/a?b=1&amp;c=');
  expect(stdout).not.toContain('c="2"');
  const late = { ...given({ attestations }), at: Date.parse('2027-01-01T00:00:00Z') };
  answering = () => ({ ok: true, facts: late });
  const ended = await run('--statement', 'ED-L32.1', ...IN_IRELAND);
  expect(ended.stdout).toContain('not watched');
  expect(ended.stdout).toContain('It has ended.');
  expect(ended.code).toBe(1);
});
