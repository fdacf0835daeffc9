import { enableCompileCache } from 'node:module';
import { Command, CommanderError, Option } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { SEVERITIES } from '../shared/core/severity.ts';
import { plain } from '../shared/core/text.ts';
import { UsageError } from './errors.ts';
import { STATUSES } from './output/status.ts';

// A compiled program starts faster the next time.
enableCompileCache();

const FORMATS = ['table', 'json', 'jsonl', 'sarif'] as const;

/** An option whose values are separated by commas, and which can be given several times. */
function listed(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}

interface ListFlags {
  readonly json?: boolean;
  readonly framework?: readonly string[];
}

const program = new Command('plumbline')
  .description(
    'Finds configuration drift in AWS CloudTrail logs: what changed, who changed it, how long it was open, and how to fix it.',
  )
  .version(manifest.version, '-V, --version')
  .showHelpAfterError('(plumbline --help lists the commands; plumbline <command> --help lists the options)')
  .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
  .exitOverride();

program
  .command('replay')
  .description('check past logs; needs no AWS account and calls no AWS API')
  .argument('[paths...]', 'log files and folders, packed or not; - is standard input')
  .addOption(new Option('-f, --format <format>', 'output format').choices(FORMATS).default('table'))
  .addOption(new Option('--json', 'same as --format json').conflicts('format'))
  .option('-r, --rules <ids>', 'only these rules: ids separated by commas; * matches any text, as in s3-*')
  .option(
    '--since <time>',
    'leave out findings that ended before this time: 2026-03-01, 2026-03-01T12:00:00Z, 24h or 7d',
  )
  .option('--until <time>', 'leave out later events')
  .addOption(listed('--severity <list>', `show findings of these severities only: ${SEVERITIES.join(', ')}`))
  .addOption(listed('--status <list>', `show findings of these statuses only: ${STATUSES.join(', ')}`))
  .addOption(listed('--actor <list>', 'show what these people, roles or services did: a name, a role or an ARN'))
  .addOption(listed('--account <list>', 'show findings in these accounts only: 12 digits each'))
  .addOption(listed('--resource <list>', 'show findings on these resources only: an id or an ARN'))
  .addOption(listed('--framework <list>', 'show the control ids of these frameworks, such as cis-5.0'))
  .option('-c, --config <file>', 'settings file (default: plumbline.yml, if it exists)')
  .option(
    '--remediate [reaction]',
    'simulate remediation: time open with and without it; each fix takes this long (default 60s)',
  )
  .addOption(
    new Option(
      '--fail-on <severity>',
      'exit with 1 if a finding that is shown has this severity or a higher one, open or ended',
    ).choices(SEVERITIES),
  )
  .addOption(new Option('--workers <number>', 'threads that read logs (default: one per processor)'))
  .addHelpText(
    'after',
    `
Input: CloudTrail log files, and the same records from other places: EventBridge, SQS, SNS, Lambda, CloudWatch Logs,
CloudTrail Lake, Athena, Security Lake (OCSF), Elastic, Splunk, Datadog, Sentinel, syslog and others, as JSON, lines or
CSV, packed with gzip, bzip2, zstd or zip. docs/log-formats.md lists all. The order does not matter. A record that
occurs twice counts once.

Filters: a list has commas, and an option can be given several times. In actors, accounts and resources,
* matches any text. A finding is shown if every filter matches it. What is left out is counted. A status
is open, exempt (somebody accepts it), resolved (the resource complies again) or gone (it was deleted).

Exit codes: 0 success, 1 findings at or above --fail-on among those that are shown, 2 wrong usage or
damaged input. With --fail-on also 2 if there was nothing to judge, such as an empty log.

Examples:
  plumbline replay AWSLogs/
  plumbline replay AWSLogs/ --severity high,critical --status open
  plumbline replay AWSLogs/ --actor 'jane@*' --account 111122223333 --resource 'arn:aws:s3:::*'
  aws cloudtrail lookup-events --output json | plumbline replay -
  plumbline replay logs/ --since 7d --fail-on high --format sarif > drift.sarif`,
  )
  .action(async (paths: string[], options: Record<string, unknown>) => {
    const { replayCommand } = await import('./commands/replay.ts');
    process.exitCode = await replayCommand(paths, options, manifest);
  });

const FRAMEWORK = '--framework <list>';
const rules = program
  .command('rules')
  .description('list and explain the rules')
  .option('--json', 'print JSON')
  .addOption(listed(FRAMEWORK, 'list the rules for these frameworks only, with their ids, such as cis-5.0'));
rules
  .command('list', { isDefault: true })
  .description('list every rule')
  .argument('[unknown...]')
  .option('--json', 'print JSON')
  .addOption(listed(FRAMEWORK, 'only the rules for these frameworks, with their ids, such as cis-5.0'))
  .action(async (unknown: string[], options: ListFlags) => {
    const { listRules, unknownRulesCommand } = await import('./commands/rules.ts');
    if (unknown.length > 0) throw unknownRulesCommand(unknown);
    const before = rules.opts<ListFlags>();
    process.stdout.write(
      listRules(options.json === true || before.json === true, options.framework ?? before.framework),
    );
  });
rules
  .command('show')
  .description('explain one rule, or say which rules serve a control or an id of a framework')
  .argument('<id...>', 'sg-open-ingress, sg-open-ssh, EC2.13, ED-L23.1 or cis-5.0 5.3')
  .option('--json', 'print JSON')
  .action(async (words: string[], options: { json?: boolean }) => {
    const id = words.join(' ');
    const { showRule } = await import('./commands/rules.ts');
    process.stdout.write(showRule(id, options.json === true || rules.opts<{ json?: boolean }>().json === true));
  });

program
  .command('coverage')
  .description('count what the rules serve of each framework')
  .option('--json', 'print JSON')
  .addOption(listed(FRAMEWORK, 'only these frameworks, such as cis-5.0'))
  .action(async (options: ListFlags) => {
    const { coverage } = await import('./commands/coverage.ts');
    process.stdout.write(coverage(options.framework, options.json === true));
  });

program
  .command('check')
  .description('validate a settings file; prints each error with its line')
  .argument('[file]', 'the settings file', 'plumbline.yml')
  .option('--json', 'print JSON')
  .action(async (file: string, options: { json?: boolean }) => {
    const { checkCommand } = await import('./commands/check.ts');
    process.exitCode = await checkCommand(file, options.json === true);
  });

// A reader such as `head` closes the pipe when it has enough: this is no error.
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
    const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
    // A file's name, or a value in the settings, can have any character.
    process.stderr.write(`plumbline: ${text.split('\n').map(plain).join('\n')}\n`);
    process.exitCode = 2;
  }
}
