import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { exactly } from '../../shared/core/listing.ts';
import { judge } from '../../shared/evaluate/judge.ts';
import { withoutFreeTexts } from '../../shared/evaluate/mask.ts';
import { ACCOUNT, REGION } from '../support/events.ts';

const TOKEN = 's3cr3t-referer-token-9f8e7d';
const own = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 's3:*', Resource: '*' };

const nothing = { items: [], isComplete: true };

const judged = (id: string, kind: string, before: object, after: object) => {
  const rule = rules.find((each) => each.id === id) ?? expect.fail(id);
  const ref = { kind, account: ACCOUNT, region: REGION, id: 'a' };
  const options = rule.options.parse({});
  return judge(rule, before, after, {
    ref,
    neighbours: { account: nothing, trails: nothing, prefixLists: nothing },
    options,
    baseline: before,
    now: 0,
    trusted: { accounts: [] },
  });
};

describe('what people are shown of a change', () => {
  test('has no token that a policy compares a header or a tag with', () => {
    const opened = (key: string) => ({
      ...own,
      Principal: '*',
      Condition: { StringEquals: { [key]: TOKEN }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    });
    const off = {
      blockPublicAcls: false,
      ignorePublicAcls: false,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    };
    const bucket = (...Statement: readonly object[]) => ({ policy: { Statement }, acl: [], blockPublicAccess: off });
    for (const key of ['aws:Referer', 'aws:UserAgent', 'aws:RequestTag/password']) {
      const weak = { ...opened(key), Condition: { StringLike: { [key]: [`${TOKEN}*`, '*'] } } };
      const judgement = judged('s3-bucket-policy-public', 's3-bucket', bucket(own), bucket(own, opened(key), weak));
      expect(judgement.violations, key).not.toEqual([]);
      expect(judgement.changes, key).not.toEqual([]);
      const { plan, violations, changes } = judgement;
      expect(JSON.stringify([plan.steps, violations, changes]), key).not.toContain(TOKEN);
      expect(JSON.stringify(changes)).toContain('203.0.113.0/24');
    }
  });

  test('has no description that people wrote', () => {
    const group = (...more: readonly object[]) => ({ name: 'web', ingress: exactly(more), egress: exactly([]) });
    const ssh = { protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0', description: `root password ${TOKEN}` };
    const { changes, violations, plan } = judged('sg-open-ingress', 'security-group', group(), group(ssh));
    expect(changes).not.toEqual([]);
    expect(JSON.stringify([changes, violations, plan.steps])).not.toContain(TOKEN);
  });

  test('keeps names, networks and everything else', () => {
    const state = { policy: { Statement: [{ ...own, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*' } } }] } };
    expect(withoutFreeTexts(state)).toEqual(state);
    expect(withoutFreeTexts([1, null, 'text', { ports: [22] }])).toEqual([1, null, 'text', { ports: [22] }]);
  });

  test('is a mark where a condition is not as AWS writes it', () => {
    expect(withoutFreeTexts({ Condition: TOKEN })).toEqual({ Condition: '[redacted]' });
    expect(JSON.stringify(withoutFreeTexts({ Condition: { StringEquals: TOKEN } }))).not.toContain(TOKEN);
  });
});
