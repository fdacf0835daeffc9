import { GetBucketAclCommand, GetBucketEncryptionCommand, S3Client } from '@aws-sdk/client-s3';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { paramsFrom } from '../../deploy/params.ts';
import { EVERYTHING } from '../../deploy/scope.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { eventPatterns } from '../../deploy/template/event-patterns.ts';
import { actionTypes } from '../../generated/actions.ts';
import { rules } from '../../generated/rules.ts';
import { createAws } from '../../shared/aws/clients.ts';
import { UNSEEN } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import { Redacted } from '../../shared/core/redacted.ts';
import { textOf } from '../../shared/notify/sns.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { actOnMessage } from '../../shared/remediate/requests.ts';
import s3Bucket from '../../shared/resources/s3-bucket/reader.ts';
import type { Permission } from '../../shared/resources/security-group/kind.ts';
import openIngress from '../../shared/rules/ec2/sg-open-ingress.ts';
import { detectSecret } from '../../shared/secrets/detect.ts';
import { OFF } from '../deploy/off.ts';
import { event, NOW, SECRET, surroundings } from '../notify/finding-events.ts';
import { play } from '../notify/queues.ts';
import { portsByKind } from '../support/by-kind.ts';
import { ACCOUNT, assumedRole, REGION } from '../support/events.ts';
import { createWorld, GROUP, OFFICE, OWN_ROLE, SSH } from '../support/world.ts';

/*
 * Mistakes of other tools, by their numbers in our list. Each test shows that Plumbline does not make the mistake.
 */

const OPENED_AT = '2026-03-02T09:00:00Z';

function judged(...ingress: readonly Permission[]) {
  const state = { name: 'web', ingress: exactly(ingress), egress: exactly([]) };
  const options = openIngress.options.parse({});
  const violations = openIngress.judge(state, {
    ref: GROUP,
    options,
    baseline: undefined,
    trusted: { accounts: [], organizations: [] },
    now: 0,
    neighbours: { prefixLists: UNSEEN },
  });
  return 'unknown' in violations ? 0 : violations.length;
}

describe('1: a read that fails counts as “nothing to do”', () => {
  test('here, what AWS denies to read is a finding of its own', async () => {
    const world = createWorld({ fault: (call) => (call === 'read' ? 'denied' : undefined) });
    world.change('Authorize', SSH, OPENED_AT);
    await world.settle();
    expect(world.dead).toEqual([]);
    expect(world.store.events().map(({ type, finding }) => [type, finding.rule])).toEqual([
      ['opened', 'resource-unreadable'],
    ]);
  });

  test.each(['throttled', 'unreachable'] as const)('here, %s ends in the dead-letter queue', async (wrong) => {
    const world = createWorld({ fault: (call) => (call === 'read' ? wrong : undefined) });
    world.change('Authorize', SSH, OPENED_AT);
    await world.settle();
    expect([world.dead, world.eventTypes()]).toEqual([['changes'], []]);
  });
});

describe('2: a fix that was refused is not reported, nor a fix whose report could not be delivered', () => {
  test('here, a refusal is reported', async () => {
    const world = createWorld({ remediation: 'auto', fault: (call) => (call === 'apply' ? 'denied' : undefined) });
    world.change('Authorize', SSH, OPENED_AT);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'failed']);
  });

  test('here, an alert that could not be delivered is delivered later', async () => {
    const opened = await event('sg-open-ingress', 'opened');
    const { delivered } = await play([opened], {
      faults: (call, nth) => (call === 'sns' && nth < 3 ? 'throttled' : undefined),
    });
    expect(delivered.sns).toEqual([opened.id]);
  });
});

test('3: one event causes several alerts. Here, an event that is delivered three times causes one', async () => {
  const world = createWorld();
  const record = world.change('Authorize', SSH, OPENED_AT);
  world.deliver(record);
  world.deliver(record);
  await world.settle();
  // Several controls forbid open SSH, but there is one rule and one finding.
  expect(world.eventTypes()).toEqual(['opened']);
});

describe('4: a safety switch is ignored, or fails open', () => {
  test('here, off changes nothing', async () => {
    const world = createWorld({ remediation: 'off' });
    world.change('Authorize', SSH, OPENED_AT);
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.calls).not.toContain('apply');
  });

  test.each(['beforeRun', 'tagsOf', 'begin'])('here, nothing is done while %s cannot be read', async (call) => {
    const world = createWorld({ remediation: 'auto', fault: (each) => (each === call ? 'denied' : undefined) });
    world.change('Authorize', SSH, OPENED_AT);
    await world.settle().catch(() => undefined);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.calls).not.toContain('apply');
  });
});

test.each<[string, readonly Permission[]]>([
  [
    'two halves of the internet',
    [
      { ...SSH, cidr: '0.0.0.0/1' },
      { ...SSH, cidr: '128.0.0.0/1' },
    ],
  ],
  ['/0 behind other digits', [{ ...SSH, cidr: '8.8.8.8/0' }]],
  ['all ports', [{ ...SSH, from: 0, to: 65_535 }]],
  ['every protocol', [{ protocol: '-1', cidr: '0.0.0.0/0' }]],
  ['IPv6', [{ ...SSH, cidr: '::/0' }]],
])('5: %s counts as closed. Here, it counts as open', (_, ingress) => {
  expect(judged(...ingress)).toBeGreaterThan(0);
  expect(judged(OFFICE)).toBe(0);
});

describe('6: a fix removes too much', () => {
  test('here, the restricted rule beside the open one stays', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, OPENED_AT);
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
  });
});

test('7: “verified” only means that a line was printed. Here, a remediation that changed nothing has failed', async () => {
  const world = createWorld({ remediation: 'auto' });
  world.change('Authorize', SSH, OPENED_AT);
  await world.detected();
  const idle = { ...world.ports(), apply: async () => [] };
  const [opened] = world.store.events();
  const body = JSON.stringify({ event: opened?.id, waited: true });
  // The change may become visible late, so Plumbline waits, but not for ever.
  expect(await actOnMessage(body, 1, portsByKind(idle))).toBe('waiting');
  world.clock.now += 20 * 60 * 1000;
  expect(await actOnMessage(body, 2, portsByKind(idle))).toBe('failed');
  expect(world.eventTypes()).toEqual(['opened', 'failed']);
});

test('8: undo is declared and not implemented. Here, every action has an inverse, and is the inverse of its inverse', () => {
  expect(actionTypes.size).toBeGreaterThan(40);
  for (const [name, { undoneBy }] of actionTypes) expect(actionTypes.get(undoneBy)?.undoneBy, name).toBe(name);
});

test('9: alerts contain the secrets they report. Here, they contain the name and never the value', async () => {
  const found = await event('ecs-secret-in-environment', 'opened');
  const text = textOf(notificationOf(found, NOW, surroundings));
  expect(text).toContain('DB_PASSWORD');
  expect(text + JSON.stringify(found)).not.toContain(SECRET);
});

describe('10: a rule listens to events that do not exist, or misses events', () => {
  const names = JSON.stringify(eventPatterns(EVERYTHING));

  test.each(['ModifySecurityGroupRules', 'DeleteFlowLogs', 'PutBucketAcl'])('here, %s arrives', (name) => {
    expect(names).toContain(`"${name}"`);
  });

  test('here, names with an API date arrive too, and every trigger of a rule is an event of its kind', () => {
    expect(names).toContain('"prefix":"AddPermission20"');
    for (const { id, kind, triggers } of rules) {
      for (const trigger of triggers) expect(Object.keys(kind.events), id).toContain(trigger);
    }
  });
});

describe('11: a remediation triggers itself, or reverts a pipeline for ever', () => {
  test('here, its own change starts no remediation', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, OPENED_AT, { by: assumedRole(OWN_ROLE, 'plumbline') });
    await world.settle();
    expect(world.calls).not.toContain('apply');
  });

  test('here, a trusted deployer is reported and left alone', async () => {
    const settings = (all: Parameters<NonNullable<NonNullable<Parameters<typeof createWorld>[0]>['settings']>>[0]) => ({
      ...all,
      trustedDeployers: ['terraform'],
    });
    const world = createWorld({ remediation: 'auto', settings });
    world.change('Authorize', SSH, OPENED_AT, { by: assumedRole('terraform', 'run-7') });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('here, a resource that drifts again and again is left to people', async () => {
    const world = createWorld({ remediation: 'auto' });
    for (let minute = 10; minute < 16; minute += 1) {
      world.change('Authorize', SSH, `2026-03-02T09:${minute}:00Z`);
      await world.settle();
    }
    expect(world.eventTypes().filter((each) => each === 'remediated').length).toBe(3);
    expect(world.eventTypes().at(-1)).toBe('proposed');
  });
});

test('12: a burst of alerts disables the webhook, and “too many requests” drops alerts. Here, each alert is delivered', async () => {
  const opened = await event('sg-open-ingress', 'opened');
  const burst = Array.from({ length: 40 }, (_, nth) => ({ ...opened, id: `${opened.finding.id}-${nth + 1}` }));
  const { delivered, dead } = await play(burst, {
    faults: (call, nth) => (call === 'slack' && nth % 3 === 1 ? 'throttled' : undefined),
  });
  expect([delivered.slack, dead]).toEqual([burst.map(({ id }) => id), []]);
});

test.each([
  ['DB_SECRET_NAME', 'prod/db'],
  ['DB_SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db'],
  ['AWS_CA_BUNDLE', '/etc/ssl/ca.pem'],
  ['POWERTOOLS_SERVICE_NAME', 'checkout'],
  ['MYSQL_ALLOW_EMPTY_PASSWORD', 'yes'],
])('13: %s, which only refers to a secret, is reported. Here, it is not, and a password is', async (name, value) => {
  expect(await detectSecret(name, new Redacted(value))).toBeUndefined();
  expect(await detectSecret('DB_PASSWORD', new Redacted('hunter2'))).toBeDefined();
});

test('14: the person behind a role is unknown. Here, the alert has the name', async () => {
  const text = textOf(notificationOf(await event('sg-open-ingress', 'opened'), NOW, surroundings));
  expect(text).toContain('jane@example.com (Developer)');
});

test('15: a KMS key in every region, and a function for every policy. Here, no key and five functions', () => {
  const { Resources } = deployedWith(paramsFrom({ ...OFF, remediation: 'auto' })).resources;
  const types = Object.values(Resources).map(({ Type }) => Type);
  expect(types).not.toContain('AWS::KMS::Key');
  expect(types.filter((type) => type === 'AWS::IAM::Role').length).toBe(5);
  expect(rules.length).toBeGreaterThan(40);
});

test('16: all buckets are listed to find one. Here, four reads of that one', async () => {
  const mock: AwsClientStub<S3Client> = mockClient(S3Client);
  mock.resolves({});
  mock.on(GetBucketAclCommand).resolves({ Grants: [] });
  mock.on(GetBucketEncryptionCommand).resolves({});
  await s3Bucket.read({ kind: 's3-bucket', account: ACCOUNT, region: REGION, id: 'one' }, createAws());
  const calls = mock.calls().map(({ args: [command] }) => command.constructor.name);
  mock.restore();
  expect(calls.length).toBe(4);
  expect(calls).not.toContain('ListBucketsCommand');
});
