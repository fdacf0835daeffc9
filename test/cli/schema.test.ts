import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { findingEventLine, json } from '../../cli/output/machine.ts';
import { replayEvent, replayNoticeEvent, replayReport } from '../../cli/output/report-schema.ts';
import { rules } from '../../generated/rules.ts';
import { exampleTrail } from '../../scripts/generate/example-trail.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { plumbline } from '../support/cli.ts';
import { reportOf } from '../support/reports.ts';
import { SHOWN } from '../support/shown.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const schema = (name: string) => JSON.parse(readFileSync(`${ROOT}generated/replay/${name}.json`, 'utf8')) as object;
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats.default(ajv);
const isReport = ajv.compile(schema('report'));
const isEvent = ajv.compile(schema('event'));

function expectReport(text: string): void {
  const report: unknown = JSON.parse(text);
  expect(isReport(report), JSON.stringify(isReport.errors)).toBe(true);
  // The schema allows members that a later version adds; this version has no others.
  expect(replayReport.safeParse(report).error).toBeUndefined();
}

function expectEvent(text: string): void {
  const event: unknown = JSON.parse(text);
  expect(isEvent(event), JSON.stringify(isEvent.errors)).toBe(true);
  expect(z.union([replayEvent, replayNoticeEvent]).safeParse(event).error).toBeUndefined();
}

const story = exampleTrail();
const record = fc
  .constantFrom(...story)
  .chain((each) =>
    fc.constantFrom<unknown>(
      each,
      each,
      each,
      { ...each, requestParameters: null },
      { ...each, errorCode: 'AccessDenied' },
      { ...each, userIdentity: { type: 'IAMUser', userName: 'bob\u202e\u0085' } },
      { ...each, eventTime: '2026-03-03T10:00:00Z' },
      'no record',
    ),
  );
const EXEMPT = 'exemptions:\n  - {resource: "*", reason: known, owner: lee@example.com, until: 2099-12-31}\n';
const file = 'plumbline.yml';
const exempting = { settings: loadConfig(EXEMPT, file, rules), file, off: new Map() };

describe('the JSON is as its schema says', () => {
  test('of any log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 25 }), fc.boolean(), async (records, isExempt) => {
        const { report, events } = await reportOf(records, isExempt ? { configured: exempting } : {});
        expectReport(json(report, '0.1.0'));
        for (const event of events) expectEvent(findingEventLine(event, SHOWN));
      }),
      { numRuns: 100 },
    );
  });

  describe('of the command', () => {
    let outputs: readonly string[];
    beforeAll(async () => {
      const run = async (...flags: readonly string[]) => (await plumbline(['replay', ...flags], { cwd: ROOT })).stdout;
      outputs = await Promise.all([
        run('examples/trail.json', '--json'),
        run('examples/trail.json', '--json', '--remediate', '--severity', 'high'),
        run('-', '--json'),
        run('examples/trail.json', '--format', 'jsonl'),
      ]);
    });

    test('for the example, with filters and for an empty log', () => {
      for (const output of outputs.slice(0, 3)) expectReport(output);
    });

    test('for each line', () => {
      const lines = (outputs[3] ?? '').trim().split('\n');
      expect(lines.length).toBeGreaterThan(10);
      for (const line of lines) expectEvent(line);
    });
  });
});

test('a report that lacks a member, or has a time that is none, is not as the schema says', async () => {
  const { report } = await reportOf(story);
  const good = JSON.parse(json(report, '0.1.0')) as { summary: Record<string, unknown> };
  const { records: _records, ...summary } = good.summary;
  expect(isReport({ ...good, summary })).toBe(false);
  expect(isReport({ ...good, summary: { ...good.summary, to: '2026-03-02 09:00:00' } })).toBe(false);
});
