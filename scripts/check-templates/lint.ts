import { NOT_FOUND, type Run, run } from './project.ts';

/** Whether cfn-lint can be called. */
export async function isInstalled(): Promise<boolean> {
  return (await run('cfn-lint', ['--version'], '.')).code !== NOT_FOUND;
}

/**
 * What cfn-lint says of templates in a folder; its code is 0 only without any error, warning and hint.
 * @see https://github.com/aws-cloudformation/cfn-lint#exit-codes
 */
export function lint(templates: readonly string[], region: string, folder: string): Promise<Run> {
  return run('cfn-lint', ['--regions', region, '--template', ...templates], folder);
}
