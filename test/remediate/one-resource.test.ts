import { describe, expect, test } from 'vitest';
import { ACCOUNT } from '../support/events.ts';
import { BUCKET, bucketWorld, OWN, PUBLIC } from '../support/bucket-world.ts';

/*
 * Two rules judge one document, and each plan replaces all of it. Two plans that are carried out at the same time would
 * overwrite each other.
 */

const TLS = {
  Sid: 'tls',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:*',
  Resource: ['arn:aws:s3:::site', 'arn:aws:s3:::site/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const RULES = ['s3-bucket-policy-public', 's3-tls-only-policy-missing'];

/** The policy of a bucket denied plain HTTP. Now it does not, and it is public: two findings, on which nobody acts yet. */
async function twoFindings(delay: (call: string) => number) {
  const made = await bucketWorld({
    settings: (all) => ({ ...all, rules: all.rules.filter(({ rule }) => RULES.includes(rule.id)) }),
    delay,
  });
  const { world, setPolicy, sweep } = made;
  setPolicy(OWN, TLS);
  world.sweepOf([BUCKET]);
  await world.detected();
  setPolicy(OWN, PUBLIC);
  await sweep();
  const statuses = async () => (await world.store.resource(BUCKET)).findings.map(({ finding }) => finding.status);
  return { ...made, statuses };
}

describe('two findings of one resource, each with a process of its own', () => {
  test.each([0, 10, 20, 30, 40, 60, 100, 200])(
    'are remediated one after the other where the first write is slow by %i turns',
    async (turns) => {
      let writes = 0;
      const { world, sids, statuses } = await twoFindings((call) => {
        if (call !== 'apply') return 1;
        writes += 1;
        return writes === 1 ? turns : 1;
      });
      await world.settle({ atOnce: true });
      expect(await statuses()).toEqual(['resolved', 'resolved']);
      const policy = JSON.stringify(world.cloud.get(`s3-bucket|${ACCOUNT}|${BUCKET.region}|site`));
      expect(sids()).toContain('own');
      expect(sids()).not.toContain('public');
      expect(policy).toContain('aws:SecureTransport');
      expect(world.eventTypes().toSorted()).toEqual(['opened', 'opened', 'remediated', 'remediated']);
      expect(world.dead).toEqual([]);
    },
  );
});
