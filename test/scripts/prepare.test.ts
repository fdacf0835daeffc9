import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyOfProject, run, serverless } from '../../scripts/check-templates/project.ts';

const LONG = 120_000;
const INVALID = 'rules:\n  sg-open-ingres: {}\n';
const WHY = 'plumbline.yml:2:3: there is no rule "sg-open-ingres"; did you mean "sg-open-ingress"?';

let folder = '';
beforeAll(() => {
  folder = copyOfProject();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = (name: string) => run('npm', ['run', '--silent', name], folder);
const hasFunctions = () => existsSync(join(folder, 'dist/functions/detect/index.mjs'));

describe('with an invalid plumbline.yml', () => {
  beforeAll(() => writeFileSync(join(folder, 'plumbline.yml'), INVALID));

  test('the script that npm ci runs succeeds, and says in one line how to find out why', {
    timeout: LONG,
  }, async () => {
    expect(await script('prepare')).toEqual({
      code: 0,
      output:
        'plumbline.yml is invalid, so no functions were built. This shows why: npx plumbline check plumbline.yml\n',
    });
    expect(hasFunctions()).toBe(false);
  });

  test('the command is there, and shows why', { timeout: LONG }, async () => {
    const { code, output } = await run(process.execPath, ['dist/plumbline.js', 'check', 'plumbline.yml'], folder);
    expect(code).toBe(2);
    expect(output).toContain(WHY);
  });

  test('npm run build fails with why, and without a stack trace', { timeout: LONG }, async () => {
    expect(await script('build')).toEqual({ code: 1, output: `${WHY}\n` });
  });

  // No address of AWS is reached: nothing answers there.
  test.each(['package', 'deploy'])('serverless %s refuses it', { timeout: LONG }, async (command) => {
    const { code, output } = await serverless(folder, [command], { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' });
    expect(code).not.toBe(0);
    expect(output).toContain(WHY);
  });
});

test('with a valid one, it builds command and functions and says nothing', { timeout: LONG }, async () => {
  writeFileSync(join(folder, 'plumbline.yml'), 'rules:\n  sg-open-ingress: { enabled: false }\n');
  expect(await script('prepare')).toEqual({ code: 0, output: '' });
  expect(hasFunctions()).toBe(true);
});
