import { expect, test } from 'vitest';
import { defaultParameters } from '../../deploy/serverless-yml.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { judge } from '../../shared/evaluate/judge.ts';
import rule from '../../shared/rules/logs/log-group-deleted-or-short-retention.ts';
import { ACCOUNT, REGION } from '../support/events.ts';

test("Plumbline, deployed with its defaults, has no objection to its own functions' log groups", () => {
  const retention = Number(defaultParameters()['logRetentionInDays']);
  const {
    trusted,
    rules: [setting],
  } = defaultSettings([rule]);
  const ref = { kind: 'log-group', account: ACCOUNT, region: REGION, id: '/aws/lambda/plumbline-prod-detect' };
  const context = { ref, options: setting?.options ?? {}, baseline: undefined, now: 0, trusted, neighbours: {} };
  expect(judge(rule, undefined, { retention }, context).violations).toEqual([]);
  expect(judge(rule, undefined, { retention: retention - 1 }, context).violations).toHaveLength(1);
});
