import * as z from 'zod';
import { FINDING_EVENT_TYPES } from '../core/finding.ts';
import { SEVERITIES } from '../core/severity.ts';

const severity = z.enum(SEVERITIES);
const time = z.iso.datetime();
const text = z.string();

const actor = z.strictObject({
  type: z.enum(['root', 'user', 'role', 'person', 'service', 'account', 'unknown']),
  name: text.describe('The shortest name a colleague would recognise.'),
  role: text.optional().describe('The role that was used, where `name` is the person or pipeline behind it.'),
  via: text.optional().describe("The AWS service that called on the actor's behalf."),
  arn: text.optional(),
  account: text.optional(),
  sourceIp: text.optional(),
  userAgent: text.optional(),
});

const cause = z.strictObject({
  eventId: text.describe("The CloudTrail record's `eventID`, or the id of what Plumbline did."),
  eventName: text,
  occurredAt: time,
  actor,
});

const violation = z.strictObject({
  path: text.describe('Names the offending part; stays the same for as long as it offends.'),
  message: text.describe("The message's id in its rule."),
  text: text.describe('A full sentence.'),
  severity,
  controls: z.array(text),
});

/** What an event of Plumbline's own bus says: its `detail`. Machines that subscribe to the topic get the same. */
export const driftDetail = z.strictObject({
  version: z.literal('1').describe('Changes when something is taken away or means another thing; additions keep it.'),
  id: text.describe('The id of this event. An event that is delivered twice has the same id twice.'),
  type: z.enum(FINDING_EVENT_TYPES),
  recordedAt: time.describe('When the event was recorded.'),
  finding: text.describe('The same for one rule on one resource, for ever.'),
  rule: text,
  title: text.describe("The rule's: what should hold."),
  severity,
  status: z.enum(['open', 'exempt', 'resolved']),
  controls: z.array(text).describe('`<framework> <id>` each.'),
  resource: z.strictObject({
    kind: text.describe("Plumbline's name of the type, such as `security-group`."),
    type: text.describe("AWS's own name of the type, such as `AWS::EC2::SecurityGroup`."),
    account: text,
    region: text,
    id: text,
    arn: text.optional(),
  }),
  violations: z
    .array(violation)
    .describe('What is wrong; once resolved, what was wrong last. Of `remediated`: what was put right.'),
  cause: cause.describe('What made this transition.'),
  openedBy: cause.describe('What opened the finding, the last time it was opened.'),
  changes: z
    .array(
      z.strictObject({
        field: text,
        before: z.unknown().optional().describe('Left out: not known. Null: there was none.'),
        after: z.unknown().optional().describe('Left out: not known. Null: there is none.'),
      }),
    )
    .describe('The watched fields before and after the event that opened the finding. Secrets are marks.'),
  plan: z.strictObject({
    mode: z.enum(['auto', 'approve', 'manual']),
    steps: z
      .array(text)
      .describe(
        'What would put right what nobody accepts and no trusted deployer did; all of it, where that cannot be told apart.',
      ),
    fingerprint: text.describe('Equal for the same plan; an approval names it.'),
  }),
  episodes: z.int().min(0).describe('How often it was open, this time included.'),
  openSince: time.optional().describe('Since when it is open; left out once it is resolved.'),
  openSeconds: z.number().min(0).describe('How long it was open, all episodes together, when this was recorded.'),
  exemption: z
    .strictObject({
      reason: text,
      owner: text,
      until: time,
      grantedBy: z.enum(['finding', 'settings', 'tag', 'undo']),
    })
    .optional()
    .describe('Left out unless it is exempt.'),
  note: text.optional().describe('Why, where the transition does not say it by itself.'),
  cut: z.array(text).optional().describe('The members that were shortened because the whole was too large.'),
});

export type DriftDetail = z.output<typeof driftDetail>;
