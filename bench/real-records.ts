/**
 * Judges real, labelled CloudTrail records and prints the drift that was found, the drift that was missed, and findings
 * without a label: `npm run bench:records -- <folder>`. The folder contains `aws_dataset/*.json` and `truth.jsonl`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../generated/rules.ts';
import { defaultSettings } from '../shared/config/settings.ts';
import type { FindingEventDraft } from '../shared/core/finding.ts';
import { addTally, emptyTally } from '../shared/logs/candidate.ts';
import { collectFiles } from '../shared/logs/collect.ts';
import { findLogs } from '../shared/logs/files.ts';
import { createOrdering } from '../shared/logs/order.ts';
import { replay } from '../shared/replay/replay.ts';
import { eventsOf } from '../shared/replay/rules-by-event.ts';

interface Label {
  readonly file: string;
  readonly record: number;
  readonly event: string;
  readonly drift: string;
  readonly also: readonly string[];
  readonly debatable: boolean;
}

/** The rule that covers each label. */
const COVERED: Readonly<Record<string, string>> = {
  'ami-shared': 'ami-public',
  'cloudtrail-deleted': 'cloudtrail-stopped-or-deleted',
  'cloudtrail-management-events-excluded': 'cloudtrail-scope-reduced',
  'ebs-snapshot-shared': 'ebs-snapshot-public',
  'ebs-volume-unencrypted': 'ebs-volume-unencrypted',
  'iam-admin-policy-attached': 'iam-full-admin-policy',
  'iam-trust-policy-cross-account': 'iam-role-trust-opened',
  'igw-attached': 'vpc-internet-gateway-attached',
  'lambda-policy-public': 'lambda-policy-public',
  'log-group-deleted': 'log-group-deleted-or-short-retention',
  'rds-snapshot-shared': 'rds-snapshot-public',
  'rds-storage-unencrypted': 'rds-unencrypted',
  'rolesanywhere-trust-anchor-created': 'rolesanywhere-trust-anchor-created',
  'route-to-internet': 'route-to-internet-added',
  's3-bucket-policy-cross-account': 's3-bucket-policy-external-account',
  's3-lifecycle-short-expiry': 's3-lifecycle-destructive',
  'sg-ingress-open': 'sg-open-ingress',
  'vpc-flow-logs-deleted': 'vpc-flow-logs-disabled',
};

/** Findings without a label that are right all the same: what the labels do not know, and why it is drift. */
const RIGHT: Readonly<Record<string, string>> = {
  'secret-deletion-scheduled': 'a secret that is deleted at once cannot be restored',
  'secret-rotation-off': 'a new secret has no rotation until somebody gives it one',
};

const folder = process.argv[2];
if (!folder) {
  process.stderr.write('usage: npm run bench:records -- <folder with aws_dataset/ and truth.jsonl>\n');
  process.exit(2);
}

const labels = readFileSync(join(folder, 'truth.jsonl'), 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line) as Label);
const idOf = (label: Label) => {
  const log = JSON.parse(readFileSync(join(folder, 'aws_dataset', label.file), 'utf8')) as {
    Records: { eventID: string }[];
  };
  return log.Records[label.record]?.eventID ?? '';
};
const labelled = new Map(labels.map((label) => [idOf(label), label]));

const settings = defaultSettings(rules);
const tally = emptyTally();
const ordering = createOrdering();
await collectFiles((await findLogs([join(folder, 'aws_dataset')])).files, {
  events: eventsOf(settings),
  workers: 1,
  candidate: ordering.add,
  done: (collected) => addTally(tally, collected.tally),
});
const raised: FindingEventDraft[] = [];
await replay(ordering.drain(), tally, {
  settings,
  onEvent: (event) => void (/^(opened|reopened|changed)$/.test(event.type) && raised.push(event)),
});

const raisedBy = (id: string, rule?: string) =>
  raised.filter(({ cause, finding: { rule: by } }) => cause.eventId === id && (!rule || by === rule));
const scored = [...labelled].filter(([, { debatable }]) => !debatable);
const covered = scored.filter(([, { drift }]) => COVERED[drift]);
const missed = covered.filter(([id, { drift }]) => raisedBy(id, COVERED[drift]).length === 0);
const unlabelled = raised.filter(({ cause }) => !labelled.has(cause.eventId));
const [right, extra] = [
  unlabelled.filter(({ finding: { rule } }) => RIGHT[rule]),
  unlabelled.filter(({ finding: { rule } }) => !RIGHT[rule]),
];

const lines = [
  '| drift | records | found | rule |',
  '| --- | ---: | ---: | --- |',
  ...[...Map.groupBy(scored, ([, { drift }]) => drift)].sort().map(([drift, records]) => {
    const rule = COVERED[drift];
    const found = records.filter(([id]) => rule && raisedBy(id, rule).length > 0).length;
    return `| ${drift} | ${records.length} | ${rule ? found : '-'} | ${rule ?? 'no rule yet'} |`;
  }),
  '',
  `${tally.records} records. ${scored.length} have a label that is not debatable, and rules cover ${covered.length} of these: ` +
    `${covered.length - missed.length} found, ${missed.length} missed.`,
  `${raised.length} findings in total, ${extra.length} of them extra: on records without a label.`,
  ...[...Map.groupBy(right, ({ finding: { rule } }) => rule)].map(
    ([rule, found]) => `${found.length} more without a label are right: ${rule}, because ${RIGHT[rule]}.`,
  ),
  ...missed.map(([, { file, record, drift }]) => `missed: ${drift}, ${file} record ${record}`),
  ...extra.map(
    ({ finding: { rule, resource }, cause }) => `extra: ${rule} on ${resource.id}, ${cause.eventName} ${cause.eventId}`,
  ),
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = missed.length + extra.length > 0 ? 1 : 0;
