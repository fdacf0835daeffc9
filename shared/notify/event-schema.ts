import * as z from 'zod';
import { FINDING_EVENT_TYPES } from '../core/finding.ts';
import { SEVERITIES } from '../core/severity.ts';

export const severity = z.enum(SEVERITIES);
export const time = z.iso.datetime();
const text = z.string();

const actor = z.strictObject({
  type: z.enum(['root', 'user', 'role', 'person', 'service', 'account', 'unknown']),
  name: text.describe('The shortest name that a colleague would recognise.'),
  role: text.optional().describe('The role that `name`, a person or a pipeline, used.'),
  via: text.optional().describe("The AWS service that made the call on the actor's behalf."),
  unverified: z
    .literal(true)
    .optional()
    .describe('Set where the name is what the caller of a request said, and AWS does not confirm it.'),
  arn: text.optional(),
  account: text.optional(),
  sourceIp: text.optional(),
  userAgent: text.optional(),
});

export const cause = z.strictObject({
  eventId: text.describe(
    "The CloudTrail record's `eventID`, or the id of Plumbline's remediation; empty where no record shows the cause.",
  ),
  eventName: text,
  occurredAt: time,
  actor,
});

export const violation = z.strictObject({
  path: text.describe('Identifies the violating part of the resource; stays the same as long as the violation exists.'),
  message: text.describe('The id of the message in its rule.'),
  text: text.describe('A full sentence.'),
  severity,
  controls: z.array(text),
});

export const resource = z.strictObject({
  kind: text.describe("Plumbline's name of the type, such as `security-group`."),
  type: text.describe("AWS's own name of the type, such as `AWS::EC2::SecurityGroup`."),
  account: text,
  region: text,
  id: text,
  arn: text.optional(),
});

/** The `detail` of an event on Plumbline's own bus. Machines that subscribe to the topic receive the same. */
export const driftDetail = z.strictObject({
  version: z
    .literal('1')
    .describe('Changes when a member is removed or changes its meaning, and stays when one is added.'),
  id: text.describe('The id of this event. It is the same when an event is delivered twice.'),
  type: z.enum(FINDING_EVENT_TYPES),
  recordedAt: time.describe('When the event was recorded.'),
  finding: text.describe('The id of the finding: always the same for one rule on one resource.'),
  rule: text,
  title: text.describe("The rule's title: the compliant condition."),
  severity,
  status: z.enum(['open', 'exempt', 'resolved']),
  controls: z.array(text).describe('`<framework> <id>` each.'),
  resource,
  violations: z
    .array(
      violation.extend({
        ending: text.optional().describe('Of an event that ends the violation: the sentence about its end.'),
      }),
    )
    .describe('The violations; of a resolved finding, the last ones; of `remediated`, those that were fixed.'),
  cause: cause.describe('The cause of this event.'),
  openedBy: cause.describe('The cause of the finding, when it was last opened.'),
  changes: z
    .array(
      z.strictObject({
        field: text,
        before: z.unknown().optional().describe('Left out: unknown. Null: there was none.'),
        after: z.unknown().optional().describe('Left out: unknown. Null: there is none.'),
      }),
    )
    .describe('The watched fields before and after the event that opened the finding. Secrets are redacted.'),
  plan: z.strictObject({
    mode: z.enum(['auto', 'approve', 'manual']),
    steps: z
      .array(text)
      .describe(
        'The steps of the fix. They leave what somebody accepts, what a trusted deployer caused, what has always been so, what wants an approval of its own and what no plan can fix; where these cannot be separated, they fix more of it, and people are asked.',
      ),
    fingerprint: text.describe('The same for the same plan. An approval names it.'),
  }),
  episodes: z.int().min(0).describe('How often the finding was open, this time included.'),
  openSince: time.optional().describe('When it was last opened; left out once it is resolved.'),
  openSeconds: z.number().min(0).describe('The total time that it was open when this event was recorded.'),
  exemption: z
    .strictObject({
      reason: text,
      owner: text,
      until: time,
      grantedBy: z.enum(['finding', 'settings', 'tag', 'undo']),
      setBy: cause.optional().describe('The event that set the tag; left out: none is known.'),
    })
    .optional()
    .describe('Only of an exempt finding.'),
  note: text.optional().describe('The reason, where the type does not say it.'),
  cut: z.array(text).optional().describe('The members that were shortened because the event was too large.'),
});

export type DriftDetail = z.output<typeof driftDetail>;

/** The `detail` of what a person did to remediation as a whole. */
export const controlDetail = z.strictObject({
  version: z.literal('1').describe('As of the other events.'),
  id: text.describe('The id of this event. It is the same when an event is delivered twice.'),
  type: z.enum(['paused', 'resumed', 'reset']),
  recordedAt: time.describe('When it was requested.'),
  by: text.describe('Who requested it, in their own words.'),
  identity: text.optional().describe('The ARN of who requested it; left out where AWS does not say it.'),
  rule: text.optional().describe('Of `reset`: the rule.'),
  account: text.optional().describe('Of `reset`: the account.'),
  note: text.optional().describe('Why it was paused, or what was reset.'),
});

export type ControlDetail = z.output<typeof controlDetail>;

/** The `detail` of notices: something that has happened, and no state. */
export const noticeDetail = z.strictObject({
  version: z.literal('1').describe('As of the other events.'),
  id: text.describe('The id of this event. It is the same when an event is delivered twice.'),
  type: z.enum(['reported', 'acknowledged']),
  recordedAt: time.describe('When it was reported or acknowledged.'),
  notice: text.describe(
    'The id of the notice, which an acknowledgement names. A notice that is reported anew has another one.',
  ),
  name: text.describe('The name of the notice in the settings, such as `root-used`.'),
  title: text,
  severity,
  controls: z.array(text).describe('`<framework> <id>` each.'),
  account: text,
  count: z.int().min(1).describe('How often it has happened so far.'),
  firstAt: time,
  lastAt: time,
  expiresAt: time.describe('If nothing more happens until then, the next occurrence is reported anew.'),
  seen: z
    .array(
      z.strictObject({
        service: text,
        eventName: text,
        region: text,
        errorCode: text.optional().describe('The answer of AWS, where the call failed.'),
        actor,
        count: z.int().min(1),
      }),
    )
    .describe('Who has done what and from where, at most five; `count` counts all.'),
  acknowledged: z
    .strictObject({ by: text, identity: text.optional(), at: time })
    .optional()
    .describe('Of `acknowledged`: who, in their own words, their ARN where AWS says it, and when.'),
});

export type NoticeDetail = z.output<typeof noticeDetail>;
