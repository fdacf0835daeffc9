import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isInstalled, lint } from '../../scripts/check-templates/lint.ts';
import { run } from '../../scripts/check-templates/project.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/check-templates.ts', import.meta.url));

test.each([
  ['', 0],
  ['true', 1],
])('without cfn-lint, one line says how to get it; with CI=%j the code is %d', async (CI, code) => {
  const { output, ...ended } = await run(process.execPath, [SCRIPT], '.', { CI, PATH: '/nowhere' });
  expect(output).toBe(
    'The templates were not checked: cfn-lint is not installed. Install it with: pip install cfn-lint\n',
  );
  expect(ended.code).toBe(code);
});

test.for([
  ['an error', { QueueNam: 'misspelt' }],
  ['a warning', { QueueName: { 'Fn::Sub': 'nothing-to-fill-in' } }],
] as const)('%s in a template is found', { timeout: 60_000 }, async ([, Properties], { skip }) => {
  skip(!(await isInstalled()) && !process.env['CI'], 'cfn-lint is not installed: pip install cfn-lint');
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-lint-'));
  const template = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties } } };
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
  const { code, output } = await lint(['template.json'], 'eu-west-1', folder);
  rmSync(folder, { recursive: true, force: true });
  expect(output).toContain('template.json');
  expect(code).not.toBe(0);
});
