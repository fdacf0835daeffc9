import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUNCTIONS } from '../../deploy/needs.ts';
import { actionTypes } from '../../generated/actions.ts';
import { readers } from '../../generated/readers.ts';
import { rules } from '../../generated/rules.ts';
import type { Ref } from '../../shared/core/ref.ts';
import { findingId } from '../../shared/evaluate/subject.ts';
import { applyAction, describeWithMoto } from '../support/aws.ts';
import { copyThatBundlesOnce } from '../support/project.ts';
import { canonical } from '../support/test-rule.ts';
import { type ActionStory, allStories, uncalled } from './action-stories.ts';
import { unplayable } from './cannot.ts';
import { calledBy, declaredBy } from './declared.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { happened } from './happened.ts';
import { startMotoCloud } from './moto-cloud.ts';
import { SETTINGS } from './settings.ts';
import { heardOf } from './told.ts';

const LONG = 900_000;
const JANE = 'jane@example.com';
const STORIES = await allStories();

/** Actions that the stand-in cannot play, and why; the tests of their effects hold them against doubles. */
const CANNOT = await unplayable();

test('every action there is has a story, or a reason why it has none', () => {
  const forth = [...STORIES.map(({ does }) => does), ...Object.keys(CANNOT)];
  const back = forth.map((type) => actionTypes.get(type)?.undoneBy ?? expect.fail(`there is no action ${type}`));
  const played = new Set([...forth, ...back]);
  const missing = [...actionTypes.keys()].filter((type) => !played.has(type));
  expect(
    missing.map((type) => `test/e2e/stories-*.ts: add story('${type}', …), or to test/e2e/cannot/ why moto cannot`),
  ).toEqual([]);
});

const NO_STORY = 'nothing puts it right, so that it has no story: test/aws holds its reader against moto';
const NO_PART = 'a component of Plumbline without its own story: test/aws holds its reader against moto';
const NO_VPN = 'moto has no Client VPN endpoints: test/aws holds them against doubles';
const NO_CALL = 'no call, but needed for one';
const OTHER_FORM = 'another form of what has a story: test/aws holds it against moto';

const TAGS_COME = 'a read shows the tags too: asked only where a listing has shown the state';
const NO_SECRET = 'no story has a secret: test/e2e/remediation.test.ts has one';
const NO_READ = 'a sweep judges it from the listing, and reads it only where somebody has recorded it since';

/** What the role of one function allows that the function does not call here, and why. */
const UNCALLED_BY: Partial<Record<(typeof FUNCTIONS)[number], Readonly<Record<string, string>>>> = {
  sweep: {
    'iam:GetGroup': NO_READ,
    'iam:GetGroupPolicy': NO_READ,
    'iam:GetRole': NO_READ,
    'iam:GetRolePolicy': NO_READ,
    'iam:GetUserPolicy': NO_READ,
    'iam:ListAttachedGroupPolicies': NO_READ,
    'iam:ListAttachedRolePolicies': NO_READ,
    'iam:ListGroupPolicies': NO_READ,
    'iam:ListRolePolicies': NO_READ,
  },
};

/** What roles allow that is not called here, and why. */
const UNCALLED: Readonly<Record<string, string>> = {
  ...(await uncalled()),
  'acm:DescribeCertificate': NO_STORY,
  'acm:GetCertificate': NO_STORY,
  'dynamodb:DeleteItem': 'nobody resumes what was paused',
  'dynamodb:GetItem': 'by notify only where an entry is less grave than a channel wants',
  'ec2:AuthorizeClientVpnIngress': NO_VPN,
  'ec2:CreateClientVpnRoute': NO_VPN,
  'ec2:DeleteClientVpnRoute': NO_VPN,
  'ec2:DescribeClientVpnAuthorizationRules': NO_VPN,
  'ec2:DescribeClientVpnEndpoints': NO_VPN,
  'ec2:DescribeClientVpnRoutes': NO_VPN,
  'ec2:CreateTags': NO_CALL,
  'ec2:DescribeImages': 'asked only where the attribute of an image cannot be read',
  'ec2:DescribeVolumes': NO_STORY,
  'ec2:RevokeClientVpnIngress': NO_VPN,
  'ec2:GetManagedPrefixListEntries': 'asked only where a group or a route names a prefix list',
  'ecs:DescribeTaskDefinition': NO_STORY,
  'ecs:ListTaskDefinitions': NO_STORY,
  'firehose:TagDeliveryStream': NO_CALL,
  'iam:DeleteAccountPasswordPolicy': OTHER_FORM,
  'iam:ListPolicyTags': TAGS_COME,
  'iam:ListRoleTags': TAGS_COME,
  'iam:ListUserTags': TAGS_COME,
  'iam:PassRole': NO_CALL,
  'kms:ListAliases': 'asked only for an event that knows an alias of a key',
  'kms:ListKeys': 'asked only for an event that knows an alias of a key',
  'lambda:GetFunctionConcurrency': NO_PART,
  'logs:CreateLogDelivery': NO_CALL,
  'logs:DeleteLogDelivery': NO_CALL,
  'logs:DeleteRetentionPolicy': OTHER_FORM,
  'rds:DescribeDBClusterSnapshotAttributes': OTHER_FORM,
  'rds:DescribeDBClusters': OTHER_FORM,
  'rds:ModifyDBCluster': OTHER_FORM,
  'rds:ModifyDBClusterSnapshotAttribute': OTHER_FORM,
  's3:ListAllMyBuckets': 'asked only where a bucket may not be read',
  'secretsmanager:GetSecretValue': 'the address of the webhook lies in a parameter here',
  'sqs:ChangeMessageVisibility': 'nothing had to be put off',
  'sqs:SendMessage': 'no rule waits, and nothing had to be put off',
  'ssm:GetParameter': NO_SECRET,
  'ssm:PutParameter': NO_SECRET,
};

/** How far a story came. */
interface Played {
  readonly ref: Ref;
  readonly id: string;
  readonly right: unknown;
  drifted?: unknown;
  putBack?: unknown;
  undone?: unknown;
  /** What it was put back by. */
  did?: readonly string[];
  status?: string | undefined;
}

describeWithMoto('deployed, with remediation where a rule allows it or a person agrees', () => {
  let deployment: Deployment;
  const played = new Map<ActionStory, Played>();

  beforeAll(async () => {
    const cloud = () => startMotoCloud(copyThatBundlesOnce);
    deployment = (await startDeployment({ remediation: 'auto' }, { settings: SETTINGS, cloud })) as Deployment;
    const { aws, ask, settle, store } = deployment;
    const look = async (ref: Ref) => canonical(await (await readers[ref.kind]?.())?.default.read(ref, aws));
    const play = async (stories: readonly ActionStory[]) => {
      const cast = new Map<ActionStory, Played>();
      const every = async (what: keyof Played, each: (now: Played, story: ActionStory) => Promise<unknown>) => {
        for (const [story, now] of cast) Object.assign(now, { [what]: await each(now, story) });
      };
      for (const story of stories) {
        const ref = await story.make(aws);
        cast.set(story, { ref, id: findingId(story.rule, ref), right: await look(ref) });
      }
      // What a sweep sends: so everything is known as it should be.
      await deployment.sweep([...cast.values()].map(({ ref }) => ref));
      await settle();
      await every('drifted', async ({ ref }, { drift }) => {
        for (const action of drift(ref)) await applyAction(ref, action, aws);
        return look(ref);
      });
      await deployment.put(
        ...[...cast].map(([{ event }, { ref }]) => {
          const [call, request, response] = event(ref);
          return happened(call, request, { region: ref.region, response });
        }),
      );
      await settle();
      for (const { id } of cast.values()) await deployment.approve(id, JANE);
      await settle();
      await every('putBack', ({ ref }) => look(ref));
      await every('did', async ({ ref, id }) => {
        const storedFinding = (await store.resource(ref)).findings.find(({ finding }) => finding.id === id);
        const run = storedFinding?.lastRun === undefined ? undefined : await store.run(storedFinding.lastRun);
        return run?.plan.actions.map(({ type }) => type);
      });
      for (const { id } of cast.values()) await ask({ do: 'undo', finding: id, by: JANE });
      await settle();
      await every('undone', ({ ref }) => look(ref));
      for (const [story, now] of cast) played.set(story, now);
    };
    const isFirst = ({ playedFirst }: ActionStory) => playedFirst === true;
    await play(STORIES.filter(isFirst));
    await play(STORIES.filter((story) => !isFirst(story)));
    await deployment.list([...new Set(rules.map(({ kind }) => kind.name))]);
    for (const now of played.values()) now.status = (await ask({ do: 'show', finding: now.id })).finding?.status;
  }, LONG);
  afterAll(() => deployment.stop());

  describe.each(STORIES)('$does, for $rule', (story) => {
    const now = () => played.get(story) ?? expect.fail('it was not played');

    test('what somebody changed is put back', () => {
      expect(now().drifted, 'nothing was changed').not.toEqual(now().right);
      expect(now().did).toContain(story.does);
      expect(now().putBack).not.toEqual(now().drifted);
    });

    test('undone, it is as somebody made it, and accepted for a while', () => {
      expect(now().undone).toEqual(now().drifted);
      expect(now().status).toBe('exempt');
    });

    test('each step is told once on every channel', async () => {
      const { transitions, wrong } = heardOf(now().id, await deployment.inbox.all());
      expect(transitions.filter((each) => each !== 'proposed' && each !== 'approved')).toEqual([
        'opened',
        'remediated',
        'undone',
      ]);
      expect(wrong).toEqual([]);
    });
  });

  describe.each(FUNCTIONS)('the role of %s', (name) => {
    const allowed = declaredBy(name);
    const called = () => calledBy(name, deployment.proxy.calls);

    test('allows every call that the function makes', () => {
      expect(called().length).toBeGreaterThan(0);
      expect(
        called()
          .filter((action) => !allowed.includes(action))
          .map((action) => `add '${action}' to the \`permissions\` of the reader or effect that ${name} called it for`),
      ).toEqual([]);
    });

    test('allows nothing else, but what has a reason', () => {
      const reasons = { ...UNCALLED, ...UNCALLED_BY[name] };
      const idle = allowed.filter((action) => !called().includes(action) && !Object.hasOwn(reasons, action));
      expect(
        idle.map(
          (action) => `test/e2e/actions.test.ts, UNCALLED: add '${action}' with the reason why no story calls it`,
        ),
      ).toEqual([]);
    });
  });

  test('every reason is still needed', () => {
    const idle = new Set(
      FUNCTIONS.flatMap((name) => {
        const called = calledBy(name, deployment.proxy.calls);
        return declaredBy(name).filter((action) => !called.includes(action));
      }),
    );
    expect(
      Object.keys(UNCALLED)
        .filter((action) => !idle.has(action))
        .map((action) => `test/e2e/actions.test.ts, UNCALLED: remove '${action}', which a story calls`),
    ).toEqual([]);
    const stale = FUNCTIONS.flatMap((name) => {
      const called = calledBy(name, deployment.proxy.calls);
      return Object.keys(UNCALLED_BY[name] ?? {}).filter((action) => called.includes(action));
    });
    expect(stale, 'test/e2e/actions.test.ts, UNCALLED_BY: remove what is called').toEqual([]);
  });
});
