import { expect } from 'vitest';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { ACCOUNT, REGION } from './events.ts';
import { createWorld, type Options } from './world.ts';

export const BUCKET: Ref = { kind: 's3-bucket', account: ACCOUNT, region: REGION, id: 'site' };

export function statement(Sid: string, Principal: unknown) {
  return { Sid, Effect: 'Allow', Principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/*' };
}

export const OWN = statement('own', { AWS: `arn:aws:iam::${ACCOUNT}:root` });
export const LATER = statement('later', { AWS: `arn:aws:iam::${ACCOUNT}:role/reader` });
export const PUBLIC = statement('public', '*');

/** Denies requests without TLS. */
export const TLS = {
  Sid: 'tls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::site', 'arn:aws:s3:::site/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

/** Both judge the policy of a bucket, and each plan replaces all of it. */
const ON_ONE_POLICY = ['s3-bucket-policy-public', 's3-tls-only-policy-missing'];

export const onOnePolicy: NonNullable<Options['settings']> = (all) => ({
  ...all,
  rules: all.rules.filter(({ rule }) => ON_ONE_POLICY.includes(rule.id)),
});

/** A bucket whose policy is a part of an account in memory, and judged by one rule. */
export async function bucketWorld(options: Options = {}) {
  const onlyPolicy: NonNullable<Options['settings']> = (all) => ({
    ...all,
    rules: all.rules.filter(({ rule }) => rule.id === 's3-bucket-policy-public'),
  });
  const world = createWorld({ remediation: 'auto', settings: onlyPolicy, ...options });
  const setPolicy = (...statements: readonly object[]) =>
    world.cloud.set(refKey(BUCKET), {
      acl: [],
      policy: { Version: '2012-10-17', Statement: statements },
      blockPublicAccess: {
        blockPublicAcls: false,
        ignorePublicAcls: false,
        blockPublicPolicy: false,
        restrictPublicBuckets: false,
      },
      encryption: { algorithm: 'AES256', bucketKey: false },
    });
  const sweep = async () => {
    world.clock.now += 1_000;
    world.sweepOf([BUCKET]);
    await world.detected();
    return world.store.events().at(-1) ?? expect.fail('nothing was found');
  };
  const sids = () => {
    const { policy } = world.cloud.get(refKey(BUCKET)) as { policy: { Statement: readonly { Sid: string }[] } | null };
    return policy?.Statement.map(({ Sid }) => Sid) ?? [];
  };
  const storedFinding = async () => (await world.store.resource(BUCKET)).findings[0] ?? expect.fail('no finding');
  setPolicy(OWN, PUBLIC);
  return { world, setPolicy, sweep, sids, storedFinding };
}
