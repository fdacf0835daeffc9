import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import controls from '../../../generated/controls.json' with { type: 'json' };
import { ROOT } from '../../../scripts/build/common.ts';
import { controlsOfChosen } from '../../../scripts/build/plugins.ts';
import type { Framework } from '../../../shared/core/controls.ts';

/** The code of a bundle that holds the ids of controls for these frameworks. */
async function bundled(...frameworks: Framework[]): Promise<string> {
  const bundle = await rolldown({
    cwd: ROOT,
    input: 'test/support/shown.ts',
    platform: 'node',
    plugins: [controlsOfChosen(frameworks)],
  });
  const { output } = await bundle.generate();
  await bundle.close();
  return output[0].code;
}

test('a function holds the ids of the frameworks that the settings show, and no others', async () => {
  const code = await bundled('dora');
  expect(code).toContain('Art. 9');
  expect(code).not.toMatch(/EC2\.13|AC-17|ED-L/);
});

test('where the settings name none, it holds those of the usual ones', async () => {
  const code = await bundled();
  expect(code).toMatch(/EC2\.13/);
  expect(code).toContain('ED-L12.1');
  expect(code).not.toMatch(/AC-17|Art\. 9/);
  expect(code.length).toBeLessThan(JSON.stringify(controls).length / 2);
});
