import * as z from 'zod';
import { FINDING_EVENT_TYPES } from '../../shared/core/finding.ts';
import { cause, resource, severity, time, violation } from '../../shared/notify/event-schema.ts';
import { OUTCOMES } from './outcome.ts';
import { STATUSES } from './status.ts';

const text = z.string();
const count = z.int().min(0);
const seconds = z.int().min(0);

const action = z.strictObject({ type: text, params: z.unknown().optional() });

const exemption = z.strictObject({
  reason: text,
  owner: text.describe('Who is responsible for the exemption.'),
  until: time,
  grantedBy: z.enum(['finding', 'settings', 'tag', 'undo']),
  covers: z.array(text).optional().describe('The paths of the violations that are accepted; left out: all.'),
});

/** A value, or `{"unknown": true}` where the log does not show it: `null` is a value. */
const value = z.unknown().describe('`{"unknown": true}`: the log does not show it. `null`: there is none.');

const violationWithCause = violation.extend({
  cause: cause.describe('The event that brought this violation, and who made it.'),
});

const finding = z.strictObject({
  id: text.describe('Always the same for one rule on one resource.'),
  rule: text,
  title: text.describe("The rule's title: the compliant condition."),
  severity: severity.describe('That of the most severe violation.'),
  status: z
    .enum(STATUSES)
    .describe('`gone`: the finding ended because its resource was deleted. `resolved`: the resource complies again.'),
  resource,
  violations: z.array(violationWithCause).describe('Of a finding that has ended, the last ones.'),
  controls: z.array(text).describe('`<framework> <id>` each.'),
  firstSeen: time,
  lastSeen: time.describe('The last event by which the finding was judged.'),
  resolvedAt: time.nullable(),
  openSeconds: seconds.describe('The total time that it was open, until the end of the log or `--until`.'),
  cause: cause.describe('The event that opened it the last time, and who made it.'),
  changes: z
    .array(z.strictObject({ field: text, before: value, after: value }))
    .describe('The watched fields that this event changed. Secrets are redacted.'),
  plan: z.strictObject({
    mode: z.enum(['auto', 'approve', 'manual']),
    steps: z.array(text).describe('For people.'),
    actions: z.array(action),
    undo: z.array(action).describe('What undoes the actions.'),
  }),
  episodes: z
    .array(z.strictObject({ from: cause, to: cause.optional() }))
    .describe('Every time it was open, in order.'),
  exemption: exemption.optional(),
  besides: z.array(exemption).optional().describe('Earlier exemptions that have not ended.'),
});

const summary = z.strictObject({
  outcome: z.enum(OUTCOMES).describe('The result in a word; docs/replay.md explains the words.'),
  outcomeText: text.describe('The result in a sentence.'),
  settings: text.nullable().describe('The settings file in use; `null`: the defaults.'),
  rulesOn: count.describe('The number of rules that judged.'),
  rulesOff: z.array(text).describe('Rules that the settings switch off; with `--rules`, only those that it names.'),
  findings: count.describe('The number of findings that are shown.'),
  open: count,
  exempt: count,
  notices: count.describe('The number of notices that are shown.'),
  hidden: count.describe('The number of findings that the filters leave out.'),
  filters: text.nullable().describe('The filters in use, as options; `null`: none.'),
  endedBeforeSince: count.describe('The number of findings that `--since` leaves out.'),
  notes: z.array(text).describe('What else people should know of the result.'),
  from: time.nullable().describe('The time of the first change that was judged.'),
  to: time.nullable().describe('The time of the last change that was judged.'),
  sources: count,
  ignoredFiles: count.describe('Files in the folders that are not named like a log.'),
  records: count.describe('All records: the sum of the next six numbers.'),
  followed: count.describe('Changes that were judged.'),
  notCovered: count.describe('Records of no rule.'),
  failedCalls: count.describe('Calls that AWS refused: they changed nothing.'),
  repeated: count.describe('Records that occurred before.'),
  afterUntil: count.describe('Changes after `--until`.'),
  unreadable: count.describe('Records that could not be read, or not wholly.'),
  unreadableByReason: z.record(text, count),
  undetermined: z
    .array(z.strictObject({ rule: text, why: text, count }))
    .describe('What rules could not decide. No finding there does not mean compliance.'),
  damage: z.array(
    z.strictObject({
      source: text,
      offset: count.describe('Bytes from the start of the unpacked content.'),
      reason: text,
    }),
  ),
  remediation: z
    .strictObject({
      assumedReactionSeconds: z.number().min(0),
      openSeconds: seconds,
      openSecondsWithRemediation: seconds,
      auto: count,
      approve: count,
      manual: count,
    })
    .optional()
    .describe('Only with `--remediate`.'),
});

const notice = z.strictObject({
  id: text,
  name: text.describe('The name of the notice in the settings, such as `root-used`.'),
  title: text.describe('What happened.'),
  severity,
  controls: z.array(text).describe('`<framework> <id>` each.'),
  account: text,
  count: count.describe('How often it has happened.'),
  firstAt: time,
  lastAt: time,
  reportedAt: time.describe('When the threshold was reached.'),
  seen: z
    .array(
      z.strictObject({
        service: text,
        eventName: text,
        region: text,
        errorCode: text.optional().describe('The answer of AWS, where the call failed.'),
        actor: cause.shape.actor,
        count,
      }),
    )
    .describe('Who has done what and from where, at most five.'),
});

/** The output of `plumbline replay --format json`. */
export const replayReport = z.strictObject({
  version: z
    .literal('1')
    .describe('Changes when a member is removed or changes its meaning, and stays when one is added.'),
  plumbline: text.describe("Plumbline's own version."),
  summary,
  findings: z.array(finding).describe('The most severe first, open before ended.'),
  notices: z
    .array(notice)
    .describe('What has happened and is no state, the most severe first; docs/notices.md explains it.'),
});

/** A line of `plumbline replay --format jsonl`: one finding event. */
export const replayEvent = z.strictObject({
  occurredAt: time,
  type: z.enum(FINDING_EVENT_TYPES),
  rule: text,
  severity,
  resource: text.describe('The ARN; the id of a resource that has none.'),
  resourceId: text,
  kind: text,
  resourceType: text,
  account: text,
  region: text,
  eventId: text,
  eventName: text,
  actor: cause.shape.actor,
  violations: z.array(violationWithCause),
  note: text.optional().describe('The reason, where the type does not say it.'),
  finding: text.describe('The id of the finding.'),
});

/** A line of `plumbline replay --format jsonl`: a notice that is reported. */
export const replayNoticeEvent = notice
  .omit({ id: true })
  .extend({ occurredAt: time, type: z.literal('reported'), notice: text.describe('The id of the notice.') });

export type ReplayNoticeEvent = z.output<typeof replayNoticeEvent>;
export type ReplayReport = z.output<typeof replayReport>;
export type ReplayEvent = z.output<typeof replayEvent>;
