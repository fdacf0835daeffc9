import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { plumbline } from '../support/cli.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('the README shows what the demo prints', async () => {
  const { demo } = (JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as { scripts: { demo: string } }).scripts;
  const args = demo.split(' ').slice(2);
  const { code, stdout, stderr } = await plumbline(args, { cwd: ROOT });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [, picture = ''] =
    /```\n\$ npm ci && npm run demo\n([\s\S]*?)```/.exec(readFileSync(`${ROOT}README.md`, 'utf8')) ?? [];
  const lines = picture.split('\n').filter((line) => line.trim() && line !== '…');
  expect(lines.length).toBeGreaterThan(15);
  for (const line of lines) expect(stdout.split('\n')).toContain(line);
});
