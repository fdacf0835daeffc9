import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/build/common.ts';
import { serverless } from '../../scripts/check-templates/project.ts';

async function expectRefused(args: readonly string[], ...sentences: readonly string[]): Promise<void> {
  const { code, output } = await serverless(ROOT, args);
  expect(code, output).toBe(1);
  expect(output.match(/Error/g), output).toHaveLength(1);
  expect(output).not.toMatch(/^\s+at /m);
  expect(output).toContain(`Error:\n${sentences.join('\n')}\n`);
  for (const sentence of sentences) expect(output.split(sentence), sentence).toHaveLength(2);
}

test.each(['package', 'deploy', 'remove'])(
  '%s: what is wrong is said once, before anything is done',
  async (command) => {
    await expectRefused(
      [command, '--param=remediaton=auto', '--param=alertEmail=nobody', '--param=global=yes'],
      'There is no parameter remediaton; did you mean remediation?',
      'alertEmail must be an email address.',
      'global must be on or off.',
    );
  },
  60_000,
);

test('a file with settings that is not there', async () => {
  await expectRefused(['package', '--param=config=nowhere.yml'], 'There is no configuration nowhere.yml.');
}, 60_000);
