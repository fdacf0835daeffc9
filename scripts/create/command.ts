import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** What was asked for cannot be done, and nothing was written. The message says what to do instead. */
export class CannotCreate extends Error {
  override readonly name = 'CannotCreate';
}

export interface Out {
  log(text: string): void;
  error(text: string): void;
}

/** A command that writes files for the one name it is given. */
export interface Command<Options extends ParseArgsOptionsConfig> {
  readonly usage: string;
  /** Besides `--help`. */
  readonly options: Options;
  /** The argument, as an error asks for it: `one rule: <service>/<rule-id>`. */
  readonly argument: string;
  /** @returns what it did, for people. */
  run(name: string, values: Values<Options>): Promise<string>;
}

type Values<Options extends ParseArgsOptionsConfig> = { readonly [Name in keyof Options]?: string };

const HELP = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * Reads the command line, runs the command and says what it did.
 * @returns the exit code.
 */
export async function runCommand<Options extends ParseArgsOptionsConfig>(
  { usage, options, argument, run }: Command<Options>,
  args: readonly string[],
  out: Out,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...(options as ParseArgsOptionsConfig), ...HELP },
    });
    if (values['help']) {
      out.log(usage);
      return 0;
    }
    const [name, ...rest] = positionals;
    if (!name || rest.length > 0) throw new CannotCreate(`Name ${argument}.`);
    out.log(await run(name, values as Values<Options>));
    return 0;
  } catch (error) {
    if (!(error instanceof CannotCreate) && !isUsageError(error)) throw error;
    out.error(`${error.message}\n\n${usage}`);
    return 1;
  }
}

function isUsageError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
