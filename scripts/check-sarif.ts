/**
 * Checks the SARIF of `plumbline replay` with Microsoft's SARIF Multitool, by its rules for SARIF 2.1.0 and for GitHub:
 * `npm run check:sarif`. Any error or warning fails; the tool's notes are advice. The tool is obtained from npm.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log, Result } from 'sarif';
import { obtainMultitool } from './check-sarif/multitool.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const COMMAND = join(ROOT, 'dist/plumbline.js');
const EXEMPT = 'exemptions:\n  - {resource: "sg-*", reason: bastion, owner: lee@example.com, until: 2099-12-31}\n';

/** What is checked: the name of the file, the arguments of `replay`, and standard input. */
const RUNS: readonly (readonly [name: string, args: readonly string[], input?: string])[] = [
  ['the-example', ['examples/trail.json']],
  ['exempt-findings', ['examples/trail.json', '--config', 'EXEMPT']],
  ['filtered', ['examples/trail.json', '--severity', 'low', '--actor', 'nobody']],
  ['standard-input', ['-'], readFileSync(join(ROOT, 'examples/trail.json'), 'utf8')],
  ['nothing-to-judge', ['-'], '{"Records":[]}'],
  ['damaged', ['-'], readFileSync(join(ROOT, 'examples/trail.json'), 'utf8').slice(0, 9000)],
];

const folder = mkdtempSync(join(tmpdir(), 'plumbline-sarif-'));
try {
  const tool = obtainMultitool(folder);
  if (tool === undefined) process.exitCode = 1;
  else {
    writeFileSync(join(folder, 'exempt.yml'), EXEMPT);
    const found = findingsOf(tool, RUNS.map(written));
    for (const line of found) console.log(line);
    console.log(
      `SARIF Multitool: ${RUNS.length} files, ${found.length === 0 ? 'nothing found' : 'not as they should be'}`,
    );
    process.exitCode = found.length === 0 ? 0 : 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Writes the SARIF of one run, and returns its path. */
function written([name, args, input = '']: (typeof RUNS)[number]): string {
  const given = args.map((arg) => (arg === 'EXEMPT' ? join(folder, 'exempt.yml') : arg));
  const { stdout } = spawnSync(process.execPath, [COMMAND, 'replay', ...given, '--format', 'sarif'], {
    cwd: ROOT,
    input,
    encoding: 'utf8',
  });
  const path = join(folder, `${name}.sarif`);
  writeFileSync(path, stdout);
  return path;
}

/** The errors and warnings of the tool, each as a line. Its exit code says only whether it ran. */
function findingsOf(tool: string, files: readonly string[]): readonly string[] {
  const output = join(folder, 'found.sarif');
  const rules = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning'];
  const said = execFileSync(tool, ['validate', ...files, ...rules, '-o', output], { encoding: 'utf8' });
  const { runs } = JSON.parse(readFileSync(output, 'utf8').replace(/^\ufeff/, '')) as Log;
  const [run] = runs;
  const isChecked =
    said.includes(`${files.length} files scanned`) && run?.invocations?.[0]?.executionSuccessful === true;
  return [...(isChecked ? [] : [`The tool did not check all files: ${said}`]), ...(run?.results ?? []).map(lineOf)];
}

function lineOf({ ruleId, level, message, locations }: Result): string {
  const place = locations?.[0]?.physicalLocation;
  const where = `${nameOf(place?.artifactLocation?.uri ?? '')}:${place?.region?.startLine ?? 1}`;
  return `${where}: ${level ?? 'warning'} ${ruleId}: ${message.text ?? [message.id, ...(message.arguments ?? [])].join(' ')}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
