import { ConfigError } from '../../shared/config/load.ts';
import { count } from '../output/text.ts';
import { readSettings } from './settings.ts';

/** `plumbline check`; returns the exit code. */
export async function checkCommand(file: string, asJson: boolean): Promise<number> {
  try {
    const { settings, off: switchedOff } = await readSettings(file);
    const { rules: on, trusted } = settings;
    const off = switchedOff.size;
    if (asJson)
      process.stdout.write(
        `${JSON.stringify({ file, valid: true, problems: [], rulesOn: on.length, rulesOff: off })}\n`,
      );
    else {
      const trust = `${count(trusted.accounts.length, 'trusted account')}, ${count(trusted.organizations?.length ?? 0, 'trusted organisation')}`;
      process.stdout.write(`${file} is valid: ${count(on.length, 'rule')} on, ${off} off, ${trust}\n`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError) || !asJson) throw error;
    process.stdout.write(`${JSON.stringify({ file, valid: false, problems: error.problems })}\n`);
    return 2;
  }
}
