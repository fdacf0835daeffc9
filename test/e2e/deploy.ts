import { paramFlags, serverless } from '../../scripts/check-templates/project.ts';

/** What `npx serverless deploy` is given, as on a command line. */
export type Params = Readonly<Record<string, string>>;

/** Runs the framework in `folder`. @throws with all that it printed. */
export async function framework(
  folder: string,
  args: readonly string[],
  params: Params,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  // The framework takes no empty value.
  const filled = Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ''));
  const { code, output } = await serverless(folder, [...args, ...paramFlags(filled)], {
    SLS_TELEMETRY_DISABLED: '1',
    SLS_NOTIFICATIONS_MODE: 'off',
    ...env,
  });
  if (code !== 0) throw new Error(`serverless ${args.join(' ')} failed:\n${output}`);
}
