#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { Command, CommanderError, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { SEVERITIES } from '../shared/core/severity.ts';
import { UsageError } from './errors.ts';

// Compiled once, the commands start sooner the next time.
enableCompileCache();

const FORMATS = ['table', 'json', 'jsonl', 'sarif'] as const;

const program = new Command('plumbline')
  .description(
    'Finds configuration drift in AWS CloudTrail logs: what changed, who did it, how long it was open, what would fix it.',
  )
  .version(manifest.version, '-V, --version')
  .showHelpAfterError('(plumbline --help, or --help after a command, lists what there is)')
  .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
  .exitOverride();

program
  .command('replay')
  .description('judge past logs; no AWS account is needed and none is asked')
  .argument('[paths...]', 'log files and folders, gzipped or not; - is standard input')
  .addOption(new Option('-f, --format <format>', 'what to print').choices(FORMATS).default('table'))
  .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
  .option('-r, --rules <ids>', 'only these rules: ids by commas, * for any part, as in s3-*')
  .option('--since <time>', 'leave out findings that ended before: 2026-03-01, 2026-03-01T12:00:00Z, or 24h, 7d ago')
  .option('--until <time>', 'leave out what happened later')
  .option('-c, --config <file>', 'settings (default: plumbline.yml, where there is one)')
  .option('--remediate [reaction]', 'simulate the plans: exposure with and without, at a reaction time (default 60s)')
  .addOption(
    new Option('--fail-on <severity>', 'exit with 1 when a finding is as severe or more, open or not').choices(
      SEVERITIES,
    ),
  )
  .addOption(new Option('--workers <number>', 'threads that read logs (default: one a processor)'))
  .addHelpText(
    'after',
    `
What it reads: CloudTrail log files, JSON lines, EventBridge events, CloudWatch Logs exports, answers
of LookupEvents. Order does not matter, and a record that comes twice counts once.

Exit codes: 0 done, 1 findings at or above --fail-on, 2 wrong usage or damaged input.

Examples:
  plumbline replay AWSLogs/
  aws cloudtrail lookup-events --output json | plumbline replay -
  plumbline replay logs/ --since 7d --fail-on high --format sarif > drift.sarif`,
  )
  .action(async (paths: string[], options: Record<string, unknown>) => {
    const { replayCommand } = await import('./commands/replay.ts');
    process.exitCode = await replayCommand(paths, options, manifest.version);
  });

const rules = program.command('rules').description('what Plumbline watches').option('--json', 'for machines');
rules
  .command('list', { isDefault: true })
  .description('list every rule')
  .argument('[unknown...]')
  .option('--json', 'for machines')
  .action(async (unknown: string[], options: { json?: boolean }) => {
    const { listRules, unknownRulesCommand } = await import('./commands/rules.ts');
    if (unknown.length > 0) throw unknownRulesCommand(unknown);
    process.stdout.write(listRules(options.json === true || rules.opts<{ json?: boolean }>().json === true));
  });
rules
  .command('show')
  .description('explain one rule: what it judges, its events, options, controls and fix')
  .argument('<id>', 'the id of the rule')
  .option('--json', 'for machines')
  .action(async (id: string, options: { json?: boolean }) => {
    const { showRule } = await import('./commands/rules.ts');
    process.stdout.write(showRule(id, options.json === true || rules.opts<{ json?: boolean }>().json === true));
  });

program
  .command('check')
  .description('validate a configuration; says what is wrong, in which line')
  .argument('[file]', 'the configuration', 'plumbline.yml')
  .option('--json', 'for machines')
  .action(async (file: string, options: { json?: boolean }) => {
    const { checkCommand } = await import('./commands/check.ts');
    process.exitCode = await checkCommand(file, options.json === true);
  });

// A reader that has seen enough, such as `head`, closes the pipe: nothing is wrong.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else {
    const expected = error instanceof UsageError || (error instanceof Error && error.name === 'ConfigError');
    process.stderr.write(
      `plumbline: ${error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error)}\n`,
    );
    process.exitCode = 2;
  }
}
