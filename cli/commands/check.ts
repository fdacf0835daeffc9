import { ConfigError } from '../../shared/config/load.ts';
import type { Settings } from '../../shared/config/settings.ts';
import { count } from '../output/text.ts';
import { readSettings } from './settings.ts';

/** `plumbline check`; returns the exit code. */
export async function checkCommand(file: string, asJson: boolean): Promise<number> {
  try {
    const { settings, off: switchedOff } = await readSettings(file);
    const { rules: on, trusted } = settings;
    const off = switchedOff.size;
    const warnings = warningsFor(settings);
    if (asJson)
      process.stdout.write(
        `${JSON.stringify({ file, valid: true, problems: [], warnings, rulesOn: on.length, rulesOff: off })}\n`,
      );
    else {
      const trust = `${count(trusted.accounts.length, 'trusted account')}, ${count(trusted.organizations?.length ?? 0, 'trusted organisation')}`;
      process.stdout.write(`${file} is valid: ${count(on.length, 'rule')} on, ${off} off, ${trust}\n`);
      for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError) || !asJson) throw error;
    process.stdout.write(`${JSON.stringify({ file, valid: false, problems: error.problems })}\n`);
    return 2;
  }
}

/** What is valid, and needs something that the file cannot say. */
function warningsFor({ requests }: Pick<Settings, 'requests'>): readonly string[] {
  const restricted = Object.keys(requests.allowed);
  if (restricted.length === 0) return [];
  return [
    `requests.allowed limits ${restricted.join(', ')}: deploy with --param="requests=url". Lambda does not say who invokes a function directly, so a deployment without it is refused.`,
  ];
}
