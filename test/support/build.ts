import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Before any test: the command as it is now, so that no test runs an old one. */
export default function build(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build.ts', import.meta.url))], {
    stdio: 'inherit',
  });
}
