import {
  CreateBucketCommand,
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Ref } from '../../shared/core/ref.ts';
import { findingId } from '../../shared/evaluate/subject.ts';
import { describeWithMoto } from '../support/aws.ts';
import { copyThatBundlesOnce } from '../support/project.ts';
import { randomDelays } from './delays.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { happened } from './happened.ts';
import { startMotoCloud } from './moto-cloud.ts';
import { PLACE } from './place.ts';
import { heardOf } from './told.ts';
import { waiting } from './waiting.ts';

const LONG = 300_000;
const RULES = ['s3-bucket-policy-public', 's3-tls-only-policy-missing', 's3-bucket-acl-public'] as const;
/** All rules on buckets are judged, except those that would block what the others find. */
const SETTINGS = `
remediation: { maxPerHour: 1000 }
rules:
  s3-bucket-block-public-access-off: { enabled: false }
  s3-account-block-public-access-off: { enabled: false }
`;
const EVERYBODY = 'http://acs.amazonaws.com/groups/global/AllUsers';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: unknown;
}

/*
 * Somebody makes buckets public in two ways at once and takes away the statement that asks for TLS. Each of the three
 * findings of a bucket has a process of its own, and two of the three fixes replace all of the policy.
 */
describeWithMoto('deployed, with three fixes of one bucket at once', () => {
  let deployment: Deployment;
  let count = 0;

  beforeAll(async () => {
    const cloud = () => startMotoCloud(copyThatBundlesOnce);
    deployment = (await startDeployment({ remediation: 'auto' }, { settings: SETTINGS, cloud })) as Deployment;
  }, LONG);
  afterAll(() => deployment.stop());

  const s3 = () => deployment.aws.client(S3Client, PLACE);
  const statement = (Bucket: string, Sid: string, Principal: unknown) => ({
    Sid,
    Effect: 'Allow',
    Principal,
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
  });
  const own = (Bucket: string) => statement(Bucket, 'Own', { AWS: `arn:aws:iam::${PLACE.account}:root` });
  const tls = (Bucket: string) => ({
    Sid: 'Tls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });

  async function put(Bucket: string, ...Statement: readonly object[]) {
    const bucketPolicy = { Version: '2012-10-17', Statement };
    await s3().send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(bucketPolicy) }));
    return happened('s3:PutBucketPolicy', { bucketName: Bucket, bucketPolicy, policy: '' });
  }

  /** Buckets that are known as they should be. */
  async function buckets(wanted: number): Promise<readonly Ref[]> {
    const made: Ref[] = [];
    for (let each = 0; each < wanted; each += 1) {
      const Bucket = `three-fixes-${(count += 1)}`;
      await s3().send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: PLACE.region } }),
      );
      await put(Bucket, own(Bucket), tls(Bucket));
      made.push({ kind: 's3-bucket', ...PLACE, id: Bucket });
    }
    await deployment.sweep(made);
    await deployment.settle();
    return made;
  }

  async function drift(refs: readonly Ref[]): Promise<void> {
    for (const { id: Bucket } of refs) {
      await s3().send(new PutBucketAclCommand({ Bucket, ACL: 'public-read' }));
      const acl = happened('s3:PutBucketAcl', { bucketName: Bucket, 'x-amz-acl': 'public-read', acl: '' });
      await deployment.put(acl, await put(Bucket, own(Bucket), statement(Bucket, 'Public', '*')));
    }
  }

  async function stateOf(ref: Ref) {
    const Bucket = ref.id;
    const { Policy = '{}' } = await s3().send(new GetBucketPolicyCommand({ Bucket }));
    const { Grants = [] } = await s3().send(new GetBucketAclCommand({ Bucket }));
    const { Statement } = JSON.parse(Policy) as { readonly Statement: readonly Statement[] };
    const told = await deployment.inbox.all();
    const findings = [];
    for (const rule of RULES) {
      const finding = findingId(rule, ref);
      const shown = await deployment.ask({ do: 'show', finding });
      const { transitions, wrong } = heardOf(finding, told);
      // Whose change it was can be reported after the fix.
      findings.push({
        rule,
        status: shown.finding?.status,
        transitions: transitions.filter((each) => each !== 'changed'),
        wrong,
      });
    }
    return {
      keepsOwn: Statement.some(({ Sid }) => Sid === 'Own'),
      isPublic: Statement.some(
        ({ Effect, Principal }) => Effect === 'Allow' && JSON.stringify(Principal).includes('*'),
      ),
      asksForTls: Statement.filter(({ Effect }) => Effect === 'Deny').length,
      acl: Grants.filter(({ Grantee }) => Grantee?.URI === EVERYBODY).length,
      findings,
    };
  }

  const RIGHT = {
    keepsOwn: true,
    isPublic: false,
    asksForTls: 1,
    acl: 0,
    findings: RULES.map((rule) => ({ rule, status: 'resolved', transitions: ['opened', 'remediated'], wrong: [] })),
  };

  async function expectRight(refs: readonly Ref[]): Promise<void> {
    for (const ref of refs) expect(await stateOf(ref), ref.id).toEqual(RIGHT);
    expect(await waiting(deployment)).toEqual({});
  }

  test(
    'of which the first write, the second or both take half a second, all is fixed and told as it was',
    async () => {
      const [first, second, both] = await buckets(3);
      if (!first || !second || !both) expect.fail('there are no buckets');
      const isSlow = new Map([
        [first.id, [1]],
        [second.id, [2]],
        [both.id, [1, 2]],
      ]);
      const writes = new Map<string, number>();
      const slow = new Set<object>();
      deployment.proxy.fault = (call, body) => {
        if (call.caller !== 'remediate' || call.operation !== 'PutBucketPolicy') return undefined;
        const bucket = /three-fixes-\d+/.exec(body)?.[0] ?? '';
        writes.set(bucket, (writes.get(bucket) ?? 0) + 1);
        if (isSlow.get(bucket)?.includes(writes.get(bucket) ?? 0)) slow.add(call);
        return undefined;
      };
      deployment.proxy.delay = (call) => (slow.has(call) ? 500 : 0);
      await drift([first, second, both]);
      await deployment.settle();
      expect([...writes.values()]).toEqual([2, 2, 2]);
      expect(slow.size).toBe(4);
      await expectRight([first, second, both]);
    },
    LONG,
  );

  test.each([1, 2])(
    'where every call takes a time of its own (seed %i), all three are fixed, also after another look',
    async (seed) => {
      const refs = await buckets(3);
      deployment.proxy.delay = randomDelays(seed, 120);
      const running = new Set<string>();
      deployment.proxy.fault = ({ caller, process }) => {
        if (caller === 'remediate') running.add(process);
        return undefined;
      };
      await drift(refs);
      await deployment.settle();
      expect(running.size).toBeGreaterThan(1);
      await expectRight(refs);
      await deployment.sweep(refs);
      await deployment.settle();
      await expectRight(refs);
    },
    LONG,
  );
});
