import { randomUUID } from 'node:crypto';
import { DeleteSecurityGroupCommand, EC2Client, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingId } from '../../shared/app/track.ts';
import { describeWithMoto } from '../support/aws.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import type { Told } from './inbox.ts';
import { openedGroup, type Scene, SSH } from './main-stories.ts';
import { PLACE } from './place.ts';
import type { Fault } from './proxy.ts';
import { heardOf } from './told.ts';

const LONG = 300_000;
const JANE = 'jane@example.com';

/** Every row puts something back by the same rule within the hour. */
const SETTINGS = 'remediation: { perHour: 1000 }\n';

const OPEN = ['22 from 0.0.0.0/0', '443 from 10.0.0.0/8'];
const CLOSED = ['443 from 10.0.0.0/8'];

/** Attempts of one call, until a function gives up. */
const ALL_ATTEMPTS = 3;

interface Row {
  readonly caller: 'detect' | 'remediate' | 'notify';
  readonly operation: string;
  readonly fault: Fault;
  /** How often, from the first call on; once where left out. */
  readonly times?: number;
  /** Where an answer leaves open whether an alert arrived. */
  readonly mayRepeat?: readonly Told['channel'][];
}

/** Each way of going wrong, and each function's main write and what it depends on. */
const ROWS: readonly Row[] = [
  { caller: 'detect', operation: 'DescribeSecurityGroups', fault: 'failing' },
  { caller: 'detect', operation: 'DescribeSecurityGroups', fault: 'failing', times: ALL_ATTEMPTS },
  { caller: 'detect', operation: 'DescribeSecurityGroups', fault: 'throttled', times: ALL_ATTEMPTS },
  { caller: 'detect', operation: 'DescribeSecurityGroups', fault: 'slow' },
  { caller: 'detect', operation: 'DescribeSecurityGroups', fault: 'lost', times: ALL_ATTEMPTS },
  { caller: 'detect', operation: 'TransactWriteItems', fault: 'answer lost' },
  { caller: 'detect', operation: 'TransactWriteItems', fault: 'answer lost', times: ALL_ATTEMPTS },
  { caller: 'detect', operation: 'TransactWriteItems', fault: 'throttled', times: ALL_ATTEMPTS },
  { caller: 'detect', operation: 'TransactWriteItems', fault: 'dies before' },
  { caller: 'detect', operation: 'TransactWriteItems', fault: 'dies after' },
  { caller: 'remediate', operation: 'TransactWriteItems', fault: 'answer lost', times: ALL_ATTEMPTS },
  { caller: 'remediate', operation: 'TransactWriteItems', fault: 'dies before' },
  { caller: 'remediate', operation: 'TransactWriteItems', fault: 'dies after' },
  { caller: 'remediate', operation: 'RevokeSecurityGroupIngress', fault: 'slow' },
  { caller: 'remediate', operation: 'RevokeSecurityGroupIngress', fault: 'answer lost', times: ALL_ATTEMPTS },
  { caller: 'remediate', operation: 'RevokeSecurityGroupIngress', fault: 'throttled', times: ALL_ATTEMPTS },
  { caller: 'remediate', operation: 'RevokeSecurityGroupIngress', fault: 'dies before' },
  { caller: 'remediate', operation: 'RevokeSecurityGroupIngress', fault: 'dies after' },
  { caller: 'notify', operation: 'SendMessageBatch', fault: 'dies before' },
  { caller: 'notify', operation: 'SendMessageBatch', fault: 'dies after' },
  { caller: 'notify', operation: 'Publish', fault: 'failing' },
  { caller: 'notify', operation: 'Publish', fault: 'throttled', times: ALL_ATTEMPTS },
  { caller: 'notify', operation: 'Publish', fault: 'answer lost', mayRepeat: ['sns'] },
  // What else it was telling at that moment is as uncertain.
  { caller: 'notify', operation: 'Publish', fault: 'dies before', mayRepeat: ['bus'] },
  { caller: 'notify', operation: 'Publish', fault: 'dies after', mayRepeat: ['sns', 'bus'] },
  { caller: 'notify', operation: 'Post', fault: 'failing' },
  { caller: 'notify', operation: 'Post', fault: 'throttled' },
  { caller: 'notify', operation: 'Post', fault: 'answer lost', mayRepeat: ['slack'] },
  { caller: 'notify', operation: 'Post', fault: 'dies before' },
  { caller: 'notify', operation: 'Post', fault: 'dies after', mayRepeat: ['slack'] },
];

const HOW: Readonly<Record<Fault, string>> = {
  lost: 'never arrives',
  'answer lost': 'takes effect and is not answered',
  failing: 'fails',
  throttled: 'is throttled',
  slow: 'takes effect and is answered too late',
  'dies before': 'is not made, because the process dies',
  'dies after': 'takes effect, and the process dies',
};

/** Tests below that are no rows. */
const OTHERS = 6;

/** A row that is played. */
interface Going {
  readonly row: Row;
  readonly scene: Scene;
  /** How often it is still to go wrong. */
  left: number;
}

const isDeadly = ({ fault }: Row) => fault.startsWith('dies');

function nameOf({ operation, caller, fault, times = 1 }: Row): string {
  return `${operation} of ${caller} ${HOW[fault]}${times > 1 ? `, ${times} times` : ''}`;
}

describeWithMoto('deployed, with something going wrong', () => {
  let deployment: Deployment;
  /** Groups that are known as they should be, each for one thing that goes wrong. */
  const groups: Scene[] = [];
  const going: Going[] = [];

  beforeAll(async () => {
    deployment = (await startDeployment({ remediation: 'auto' }, { settings: SETTINGS })) as Deployment;
    for (let count = 0; count < ROWS.length + OTHERS; count += 1) {
      groups.push(await openedGroup(deployment.aws, `web-${count}`));
    }
    await deployment.put(...groups.map(({ made }) => made));
    await deployment.settle();
    deployment.proxy.fault = (call, body) => {
      const wrong = going.find(
        ({ row, scene, left }) =>
          left > 0 &&
          call.caller === row.caller &&
          call.operation === row.operation &&
          [scene.ref.id, idOf(scene)].some((id) => body.includes(id)),
      );
      if (wrong) wrong.left -= 1;
      return wrong?.row.fault;
    };
  }, LONG);
  afterAll(() => deployment.stop());

  const group = () => groups.pop() ?? expect.fail('there are too few groups');

  /** Somebody opens a group for each, all at the same time. */
  async function play(rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      const scene = group();
      going.push({ row, scene, left: row.times ?? 1 });
      await deployment.put(...(await scene.drift()));
    }
    await deployment.settle();
  }

  async function expectRight(row: Row): Promise<void> {
    const { scene, left } = going.find((each) => each.row === row) ?? expect.fail('it was not played');
    expect(left, 'nothing went wrong').toBe(0);
    await expectPutBack(scene, row.mayRepeat);
    expect(await dead()).toEqual({});
  }

  const ec2 = () => deployment.aws.client(EC2Client, PLACE);

  const idOf = ({ ref }: Scene) => findingId('sg-open-ingress', ref);

  async function statusOf(scene: Scene) {
    return (await deployment.ask({ do: 'show', finding: idOf(scene) })).finding?.status;
  }

  async function heard(scene: Scene, mayRepeat: Row['mayRepeat'] = []) {
    return heardOf(idOf(scene), await deployment.inbox.all(), mayRepeat);
  }

  async function expectPutBack(scene: Scene, mayRepeat?: Row['mayRepeat']): Promise<void> {
    expect(await heard(scene, mayRepeat)).toEqual({ transitions: ['opened', 'remediated'], wrong: [] });
    expect(await scene.look()).toEqual(CLOSED);
    expect(await statusOf(scene)).toBe('resolved');
  }

  /** How many messages each part gave up on. */
  async function dead(): Promise<Readonly<Record<string, number>>> {
    const queues = [...deployment.physical].filter(([id, name]) => id.endsWith('Dlq') && name.includes('/'));
    expect(queues.length).toBeGreaterThan(0);
    const counts = queues.map(async ([id, name]) => {
      const QueueUrl = here(name);
      const { Attributes } = await deployment.aws
        .client(SQSClient, PLACE)
        .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }));
      return [id, Number(Attributes?.ApproximateNumberOfMessages)] as const;
    });
    return Object.fromEntries((await Promise.all(counts)).filter(([, waiting]) => waiting > 0));
  }

  const readsOf = (caller: string) =>
    deployment.proxy.calls.filter((call) => call.caller === caller && call.operation === 'DescribeSecurityGroups');

  describe('the port is closed again, and each step told once, where', () => {
    const [deadly, others] = [ROWS.filter(isDeadly), ROWS.filter((row) => !isDeadly(row))];

    describe('at the same time', () => {
      beforeAll(() => play(others), LONG);

      test.each(others.map((row) => [nameOf(row), row] as const))('%s', (_, row) => expectRight(row));
    });

    // One after the other: what else the process did would be as uncertain.
    test.each(deadly.map((row) => [nameOf(row), row] as const))(
      '%s',
      async (_, row) => {
        await play([row]);
        await expectRight(row);
      },
      LONG,
    );
  });

  test('a change is told once and put back once, however often it is delivered', async () => {
    const scene = group();
    const [record] = await scene.drift();
    if (!record) expect.fail('nothing changed');
    await deployment.put(record, record, record);
    await deployment.settle();
    await deployment.put(record);
    await deployment.settle();
    await expectPutBack(scene);
  });

  test('fifty changes of one group at once cost few reads', async () => {
    const scene = group();
    const records = await scene.drift();
    const again = Array.from({ length: 49 }, () => ({ ...records[0], eventID: randomUUID() }));
    const before = readsOf('detect').length;
    await deployment.put(...records, ...again);
    await deployment.settle();
    await expectPutBack(scene);
    expect(readsOf('detect').length - before).toBeLessThanOrEqual(5);
  });

  test('of a drift that is gone when its event arrives, people hear that it was there and that it is over', async () => {
    const scene = group();
    const records = await scene.drift();
    const IpPermissions = [SSH];
    await ec2().send(new RevokeSecurityGroupIngressCommand({ GroupId: scene.ref.id, IpPermissions }));
    await deployment.put(...records);
    await deployment.settle();
    expect(await heard(scene)).toEqual({ transitions: ['opened', 'resolved'], wrong: [] });
    expect(await scene.look()).toEqual(CLOSED);
    expect(await statusOf(scene)).toBe('resolved');
  });

  test('a group that vanishes before it is looked at leaves nothing open and nothing behind', async () => {
    const scene = group();
    const records = await scene.drift();
    await ec2().send(new DeleteSecurityGroupCommand({ GroupId: scene.ref.id }));
    await deployment.put(...records);
    await deployment.settle();
    expect(await statusOf(scene)).not.toBe('open');
    expect((await heard(scene)).wrong).toEqual([]);
    expect(await dead()).toEqual({});
  });

  test('while remediation is paused nothing is put back; resumed, it waits for a person to agree', async () => {
    const scene = group();
    const revoked = () => deployment.proxy.calls.filter(({ operation }) => operation === 'RevokeSecurityGroupIngress');
    const before = revoked().length;
    await deployment.ask({ do: 'pause', by: JANE, reason: 'a migration' });
    await deployment.put(...(await scene.drift()));
    await deployment.settle();
    expect(await scene.look()).toEqual(OPEN);
    await deployment.ask({ do: 'resume', by: JANE });
    await deployment.settle();
    expect(await scene.look()).toEqual(OPEN);
    expect(revoked().length).toBe(before);
    expect(await deployment.approve(idOf(scene), JANE)).toMatchObject({ ok: true });
    await deployment.settle();
    expect(await heard(scene)).toEqual({ transitions: ['opened', 'proposed', 'approved', 'remediated'], wrong: [] });
    expect(await scene.look()).toEqual(CLOSED);
    expect(await statusOf(scene)).toBe('resolved');
  });

  test('messages that nobody can read end in the dead-letter queue, and disturb nobody', async () => {
    const scene = group();
    const QueueUrl = here(deployment.physical.get('ChangesQueue'));
    for (const MessageBody of ['not JSON', '{"refs":[{"kind":"security-group"}]}']) {
      await deployment.aws.client(SQSClient, PLACE).send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }
    await deployment.put(...(await scene.drift()));
    await deployment.settle();
    await expectPutBack(scene);
    expect(await dead()).toEqual({ ChangesDlq: 2 });
  });
});

/** A queue's address, past the proxy. */
function here(address = ''): string {
  return address.replace(/^https?:\/\/[^/]+/, process.env['AWS_ENDPOINT_URL'] ?? '');
}
