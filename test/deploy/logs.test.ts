import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { defaultSettings } from '../../shared/config/settings.ts';
import { judge } from '../../shared/evaluate/judge.ts';
import rule from '../../shared/rules/logs/log-group-deleted-or-short-retention.ts';
import { ACCOUNT, REGION } from '../support/events.ts';

interface Framework {
  readonly params: { readonly default: { readonly logRetentionInDays: string } };
}

test("Plumbline, deployed with its defaults, has no objection to its own functions' log groups", () => {
  const text = readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8');
  const retention = Number((parse(text) as Framework).params.default.logRetentionInDays);
  const {
    trusted,
    rules: [setting],
  } = defaultSettings([rule]);
  const ref = { kind: 'log-group', account: ACCOUNT, region: REGION, id: '/aws/lambda/plumbline-prod-detect' };
  const context = { ref, options: setting?.options ?? {}, baseline: undefined, trusted };
  expect(judge(rule, undefined, { retention }, context).violations).toEqual([]);
  expect(judge(rule, undefined, { retention: retention - 1 }, context).violations).toHaveLength(1);
});
