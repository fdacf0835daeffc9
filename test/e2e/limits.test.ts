import {
  AuthorizeSecurityGroupIngressCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pressKillSwitch } from '../store/things.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { CLOSED, type Its, OPEN } from './fault-stories.ts';
import { createFunction, type LocalFunction } from './function.ts';
import { happened } from './happened.ts';
import { SSH } from './main-stories.ts';
import { PLACE } from './place.ts';
import { openStage, type Stage } from './play.ts';
import { startStandinCloud } from './standin-cloud.ts';
import { heardOf } from './told.ts';
import { takeDead, waiting } from './waiting.ts';

const LONG = 300_000;
const JANE = 'jane@example.com';
const RULE = 'sg-open-ingress';
const MINUTE = 60_000;

/** Each test resets what is left of the hour. */
const PER_HOUR = 4;
const SETTINGS = `remediation: { maxPerHour: ${PER_HOUR}, flapThreshold: 2 }\n`;

describe('deployed, where a limit is met', () => {
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
  afterEach(async () => {
    deployment.proxy.fault = () => undefined;
    await deployment.ask({ do: 'resume', by: JANE });
    await deployment.ask({ do: 'reset', rule: RULE, account: PLACE.account, by: JANE });
    expect(await waiting(deployment)).toEqual({});
  });

  async function group(): Promise<Its> {
    const [its] = await stage.groups(1);
    return its ?? expect.fail('there is no group');
  }

  async function open({ scene }: Its): Promise<void> {
    await deployment.put(...(await scene.drift()));
    await deployment.settle();
  }

  async function stateOf({ scene, finding }: Its) {
    const { transitions, wrong } = heardOf(finding, await deployment.inbox.all());
    const { status } = (await deployment.ask({ do: 'show', finding })).finding ?? {};
    return { transitions, wrong, status, looks: await scene.look() };
  }

  const ec2 = () => deployment.aws.client(EC2Client, PLACE);
  const functionOf = (name: string) => deployment.functions.get(name) ?? expect.fail(`there is no ${name}`);

  const RIGHT = { transitions: ['opened', 'remediated'], wrong: [], status: 'resolved', looks: CLOSED };

  test('the kill switch that is pressed in mid-plan keeps the next step from being taken, and that is told', async () => {
    const its = await group();
    const GroupId = its.scene.ref.id;
    const IpPermissions = [{ ...SSH, FromPort: 3389, ToPort: 3389 }];
    await ec2().send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    let steps = 0;
    deployment.proxy.fault = async ({ operation }) => {
      if (operation === 'RevokeSecurityGroupIngress' && (steps += 1) === 1) {
        await pressKillSwitch(deployment.store, JANE, 'stop');
      }
      return undefined;
    };
    await open(its);
    expect(steps).toBe(1);
    const { transitions, wrong, status, looks } = await stateOf(its);
    expect({ transitions, wrong, status }).toEqual({ transitions: ['opened', 'failed'], wrong: [], status: 'open' });
    expect(looks).toHaveLength(2);
  });

  test('beyond what is allowed in an hour people are asked, and whoever agrees gets it', async () => {
    const all = [];
    for (let count = 0; count <= PER_HOUR; count += 1) all.push(await group());
    for (const each of all) await open(each);
    const last = all.pop() ?? expect.fail('there is no group');
    for (const each of all) expect(await stateOf(each)).toEqual(RIGHT);
    const asked = { transitions: ['opened', 'proposed'], wrong: [], status: 'open', looks: OPEN };
    expect(await stateOf(last)).toEqual(asked);
    expect(await deployment.approve(last.finding, JANE)).toMatchObject({ ok: true });
    await deployment.settle();
    expect(await stateOf(last)).toEqual({
      ...RIGHT,
      transitions: ['opened', 'proposed', 'approved', 'remediated'],
    });
  });

  test('of what somebody opens again and again, people are asked', async () => {
    const its = await group();
    for (let times = 0; times < 3; times += 1) await open(its);
    expect(await stateOf(its)).toEqual({
      transitions: ['opened', 'remediated', 'reopened', 'remediated', 'reopened', 'proposed'],
      wrong: [],
      status: 'open',
      looks: OPEN,
    });
  });

  describe('it is told and put back once, where', () => {
    const clocks = ['detect', 'remediate', 'notify'].flatMap((name) => [
      [name, 'behind', -10] as const,
      [name, 'ahead', 10] as const,
    ]);

    test.each(clocks)('the clock of %s is ten minutes %s', async (name, _, minutes) => {
      const run = functionOf(name);
      run.ahead += minutes * MINUTE;
      const its = await group();
      await open(its);
      run.ahead -= minutes * MINUTE;
      expect(await stateOf(its)).toEqual(RIGHT);
    });

    test('its event comes an hour late', async () => {
      const its = await group();
      const records = await its.scene.drift();
      for (const each of deployment.functions.values()) each.ahead += 60 * MINUTE;
      await deployment.put(...records);
      await deployment.settle();
      expect(await stateOf(its)).toEqual(RIGHT);
    });

    // Who opened it is not known yet when the event of who closed it comes first: it is told once the event comes.
    test.each([
      ['the last first', [2, 1, 0], RIGHT.transitions],
      ['the first last', [1, 2, 0], [...RIGHT.transitions, 'changed']],
      ['the one in the middle last', [0, 2, 1], RIGHT.transitions],
    ])('it was opened, closed and opened, and the events come in another order: %s', async (_, order, transitions) => {
      const its = await group();
      const GroupId = its.scene.ref.id;
      const opened = await its.scene.drift();
      const IpPermissions = [SSH];
      await ec2().send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
      const closed = happened('ec2:RevokeSecurityGroupIngress', opened[0]?.['requestParameters']);
      const events = [...opened, closed, ...(await its.scene.drift())];
      const start = Date.now() - 5 * MINUTE;
      for (const index of order) {
        const eventTime = new Date(start + index * MINUTE).toISOString().replace(/\.\d+Z/, 'Z');
        await deployment.put({ ...(events[index] ?? expect.fail('there is no such event')), eventTime });
        await deployment.settle();
      }
      expect(await stateOf(its)).toEqual({ ...RIGHT, transitions });
    });

    test('two processes get everything at once', async () => {
      const doubled = ['detect', 'notify', 'remediate'].map((name) => doubledOf(functionOf(name)));
      const its = await group();
      await open(its);
      for (const { end } of doubled) end();
      for (const { twin } of doubled) expect(twin.starts, twin.name).not.toEqual([]);
      expect(await stateOf(its)).toEqual(RIGHT);
    });
  });

  test('what the table cannot take is not told, and waits in the dead-letter queue; of others all is told', async () => {
    const [its, other] = [await group(), await group()];
    deployment.proxy.fault = ({ operation }, body) =>
      operation === 'TransactWriteItems' && body.includes(its.scene.ref.id) ? 'full' : undefined;
    await open(its);
    await open(other);
    expect(await stateOf(its)).toEqual({ transitions: [], wrong: [], status: undefined, looks: OPEN });
    expect(await stateOf(other)).toEqual(RIGHT);
    expect(Object.keys(await takeDead(deployment))).toEqual(['ChangesDlq']);
  });
});

/** A second process that gets whatever the first gets, at the same time. */
function doubledOf(run: LocalFunction): { readonly twin: LocalFunction; end(): void } {
  const twin = createFunction(run.options);
  const { invoke } = run;
  run.invoke = async (event, time) => {
    twin.ahead = run.ahead;
    const [first] = await Promise.all([invoke(event, time), twin.invoke(event, time).catch(() => undefined)]);
    return first;
  };
  return {
    twin,
    end() {
      run.invoke = invoke;
      twin.kill();
    },
  };
}
