import { describe, expect, test } from 'vitest';
import { refKey } from '../../shared/core/ref.ts';
import { BUCKET, bucketWorld, LATER, OWN, statement, TLS } from '../support/bucket-world.ts';

/*
 * The policy of a bucket was fine; then somebody changed more than what is wrong with it. Remediation puts back what is
 * wrong, and says what it writes.
 */

const PARTNER = '222233334444';
const ROLE = `arn:aws:iam::${PARTNER}:role/reader`;

async function judgedThen(first: readonly object[], then: readonly object[]) {
  const made = await bucketWorld();
  made.setPolicy(...first);
  made.world.sweepOf([BUCKET]);
  await made.world.detected();
  made.setPolicy(...then);
  await made.sweep();
  await made.world.settle();
  const { policy } = made.world.cloud.get(refKey(BUCKET)) as { policy: { Statement: readonly object[] } | null };
  return { ...made, statements: policy?.Statement, told: made.world.store.events() };
}

describe('a public bucket policy', () => {
  test('everyone added beside a partner: only everyone goes, and every message says so', async () => {
    const { statements, told } = await judgedThen(
      [OWN, statement('share', { AWS: [ROLE] })],
      [OWN, LATER, statement('share', { AWS: [ROLE, '*'] })],
    );
    expect(statements).toEqual([OWN, LATER, statement('share', { AWS: [ROLE] })]);
    expect(told.map(({ type }) => type)).toEqual(['opened', 'remediated']);
    expect(told[0]?.finding.plan.steps).toEqual([
      'Remove everyone from statement 3 (Sid "share") of the bucket policy; nothing else changes',
    ]);
  });

  test('everyone in the place of a partner: the partner comes back, what was added stays', async () => {
    const { statements, told } = await judgedThen(
      [OWN, statement('share', { AWS: [ROLE] })],
      [OWN, statement('share', '*'), TLS],
    );
    expect(statements).toEqual([OWN, statement('share', { AWS: [ROLE] }), TLS]);
    expect(told[0]?.finding.plan.steps).toEqual([
      `Remove everyone from statement 2 (Sid "share") of the bucket policy; add ${ROLE} to statement 2 (Sid "share"); nothing else changes`,
    ]);
  });
});
