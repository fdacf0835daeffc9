import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '5.7.0';
const PACKAGES: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  linux: '@microsoft/sarif-multitool-linux',
  darwin: '@microsoft/sarif-multitool-darwin',
};

/**
 * Installs the tool in a folder, and returns the path of its program. The project does not depend on it: it
 * is 95 MB large, and only this check needs it. Says why where it cannot be had.
 */
export function obtainMultitool(folder: string): string | undefined {
  const name = PACKAGES[process.platform];
  if (!name) {
    console.error(`SARIF was not checked: there is no SARIF Multitool for ${process.platform}.`);
    return undefined;
  }
  const flags = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'];
  const { stderr } = spawnSync('npm', ['install', ...flags, `${name}@${VERSION}`], { encoding: 'utf8' });
  const program = join(folder, 'node_modules', name, 'Sarif.Multitool');
  if (!existsSync(program)) {
    console.error(
      `SARIF was not checked: npm could not obtain ${name}@${VERSION}. Is the registry reachable?\n${stderr}`,
    );
    return undefined;
  }
  // Its own script would do this, and scripts of packages are not run here.
  chmodSync(program, 0o755);
  return program;
}
