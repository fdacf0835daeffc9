import { randomUUID } from 'node:crypto';
import { DeleteSecurityGroupCommand, EC2Client, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingId } from '../../shared/evaluate/subject.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { CLOSED, OPEN } from './fault-stories.ts';
import { type Scene, SSH } from './main-stories.ts';
import { PLACE } from './place.ts';
import { openStage, type Stage } from './play.ts';
import { SETTINGS } from './settings.ts';
import { startStandinCloud } from './standin-cloud.ts';
import { heardOf } from './told.ts';
import { waiting } from './waiting.ts';

const LONG = 300_000;
const JANE = 'jane@example.com';

describe('deployed, with events and messages as nobody would have them', () => {
  let deployment: Deployment;
  let stage: Stage;

  beforeAll(async () => {
    deployment = (await startDeployment(
      { remediation: 'auto' },
      { settings: SETTINGS, cloud: startStandinCloud },
    )) as Deployment;
    stage = openStage(deployment);
  }, LONG);
  afterAll(() => deployment.stop());

  async function group(): Promise<Scene> {
    const [its] = await stage.groups(1);
    return its?.scene ?? expect.fail('there is no group');
  }

  const ec2 = () => deployment.aws.client(EC2Client, PLACE);

  const idOf = ({ ref }: Scene) => findingId('sg-open-ingress', ref);

  async function statusOf(scene: Scene) {
    return (await deployment.ask({ do: 'show', finding: idOf(scene) })).finding?.status;
  }

  async function heard(scene: Scene) {
    return heardOf(idOf(scene), await deployment.inbox.all());
  }

  async function expectPutBack(scene: Scene): Promise<void> {
    expect(await heard(scene)).toEqual({ transitions: ['opened', 'remediated'], wrong: [] });
    expect(await scene.look()).toEqual(CLOSED);
    expect(await statusOf(scene)).toBe('resolved');
  }

  const readsOf = (caller: string) =>
    deployment.proxy.calls.filter((call) => call.caller === caller && call.operation === 'DescribeSecurityGroups');

  test('a change is told once and put back once, however often it is delivered', async () => {
    const scene = await group();
    const [record] = await scene.drift();
    if (!record) expect.fail('nothing changed');
    await deployment.put(record, record, record);
    await deployment.settle();
    await deployment.put(record);
    await deployment.settle();
    await expectPutBack(scene);
  });

  test('fifty changes of one group at once cost few reads', async () => {
    const scene = await group();
    const records = await scene.drift();
    const again = Array.from({ length: 49 }, () => ({ ...records[0], eventID: randomUUID() }));
    const before = readsOf('detect').length;
    await deployment.put(...records, ...again);
    await deployment.settle();
    await expectPutBack(scene);
    // Five batches of ten and Plumbline's own change: each reads once, and once more where a run acts or another read
    // was a moment ago; what is new is confirmed once.
    expect(readsOf('detect').length - before).toBeLessThanOrEqual(2 * 6 + 1);
  });

  test('of a drift that is gone when its event arrives, people hear that it was there and that it is over', async () => {
    const scene = await group();
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
    const scene = await group();
    const records = await scene.drift();
    await ec2().send(new DeleteSecurityGroupCommand({ GroupId: scene.ref.id }));
    await deployment.put(...records);
    await deployment.settle();
    expect(await statusOf(scene)).not.toBe('open');
    expect((await heard(scene)).wrong).toEqual([]);
    expect(await waiting(deployment)).toEqual({});
  });

  test('while remediation is paused nothing is put back; resumed, what waited is put back once', async () => {
    const scene = await group();
    const revoked = () => deployment.proxy.calls.filter(({ operation }) => operation === 'RevokeSecurityGroupIngress');
    const before = revoked().length;
    await deployment.ask({ do: 'pause', by: JANE, reason: 'a migration' });
    await deployment.put(...(await scene.drift()));
    await deployment.settle();
    expect(await scene.look()).toEqual(OPEN);
    expect(revoked().length).toBe(before);
    expect(await deployment.ask({ do: 'resume', by: JANE })).toMatchObject({
      done: 'Remediation is no longer paused. The finding that waited for that is taken up now.',
    });
    await deployment.settle();
    expect(revoked().length).toBe(before + 1);
    expect(await heard(scene)).toEqual({ transitions: ['opened', 'proposed', 'remediated'], wrong: [] });
    expect(await scene.look()).toEqual(CLOSED);
    expect(await statusOf(scene)).toBe('resolved');
  });

  test('messages that nobody can read end in the dead-letter queue, and disturb nobody', async () => {
    const scene = await group();
    const QueueUrl = deployment.queueOf('ChangesQueue');
    for (const MessageBody of ['not JSON', '{"refs":[{"kind":"security-group"}]}']) {
      await deployment.aws.client(SQSClient, PLACE).send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }
    await deployment.put(...(await scene.drift()));
    await deployment.settle();
    await expectPutBack(scene);
    expect(await waiting(deployment)).toEqual({ ChangesDlq: 2 });
  });
});
