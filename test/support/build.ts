import { buildCommand } from '../../scripts/build/command.ts';

/**
 * Before any test: the command as it is now, so that no test runs an old one. Functions are bundled only where a test
 * packages them.
 */
export default function build(): Promise<void> {
  return buildCommand();
}
