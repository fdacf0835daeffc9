import * as z from 'zod';
import ids from '../../generated/controls.json' with { type: 'json' };
import { defaultSettings } from '../../shared/config/settings.ts';
import { compareEvents, decodeEvent } from '../../shared/core/event.ts';
import { type FindingEvent, recorded } from '../../shared/core/finding.ts';
import { eventsFollowedBy } from '../../shared/core/kind.ts';
import type { NoticeEvent } from '../../shared/core/notice.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { CONTROL_DETAIL_TYPES, CONTROL_TYPES } from '../../shared/notify/control-event.ts';
import { DETAIL_TYPES, detailOf } from '../../shared/notify/event.ts';
import { controlDetail, driftDetail, noticeDetail } from '../../shared/notify/event-schema.ts';
import { NOTICE_DETAIL_TYPES } from '../../shared/notify/notice-event.ts';
import { subjectOf, textOf } from '../../shared/notify/sns.ts';
import type { Surroundings } from '../../shared/notify/surroundings.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { createTracker } from '../../shared/replay/track.ts';
import type { AuditRecord } from '../../shared/store/store.ts';
import { exampleTrail } from './example-trail.ts';

/** The JSON schema of each event on Plumbline's own bus, by its file's name. */
export function eventSchemas(): Readonly<Record<string, string>> {
  return {
    ...schemaFiles(driftDetail, Object.entries(DETAIL_TYPES)),
    ...schemaFiles(
      controlDetail,
      Object.entries(CONTROL_DETAIL_TYPES).map(([action, name]) => [
        CONTROL_TYPES[action as AuditRecord['action']],
        name,
      ]),
    ),
    ...schemaFiles(noticeDetail, Object.entries(NOTICE_DETAIL_TYPES)),
  };
}

/** @param types The `type` and the `detail-type` of each event. */
function schemaFiles(
  shape: z.ZodType,
  types: readonly (readonly [type: string, detailType: string])[],
): Readonly<Record<string, string>> {
  const { $schema, ...schema } = z.toJSONSchema(shape, {
    // Members may be added within a version, and a new one must not fail the validation of a consumer.
    override: ({ jsonSchema }) => void delete jsonSchema.additionalProperties,
  });
  return Object.fromEntries(
    types.map(([type, detailType]) => {
      const properties = { ...schema.properties, type: { type: 'string', const: type } };
      const whole = { $schema, title: detailType, ...schema, properties };
      return [fileOf(detailType), `${JSON.stringify(whole, null, 2)}\n`];
    }),
  );
}

/** `Drift Opened` → `drift-opened.json`. */
function fileOf(detailType: string): string {
  return `${detailType.toLowerCase().replaceAll(' ', '-')}.json`;
}

/** The title and service of every kind: what a text needs of it, without the kind itself. */
export function kindNames(rules: readonly AnyRule[]): string {
  const kinds = new Map(rules.map(({ kind }) => [kind.name, kind] as const));
  const lines = [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, kind]) => `  '${name}': { title: ${quoted(kind.title)}, service: '${serviceOf(kind)}' },`);
  return [
    '// Written by `npm run generate`. Do not edit.',
    '/** What each kind is called: by people, and the service by machines. */',
    'export const kindNames: Readonly<Record<string, { readonly title: string; readonly service: string }>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

/** The service that most of a kind's events come from. */
function serviceOf(kind: AnyRule['kind']): string {
  const counts = Map.groupBy(eventsFollowedBy(kind), (id) => id.split(':')[0] ?? '');
  return [...counts].sort(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? '';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}

/** A table with one line per type, for `docs/events.md`. */
export function eventTable(): string {
  return [
    '| detail-type | sent when | schema |',
    '| --- | --- | --- |',
    ...Object.entries({ ...DETAIL_TYPES, ...CONTROL_DETAIL_TYPES, ...NOTICE_DETAIL_TYPES }).map(
      ([type, detailType]) =>
        `| \`${detailType}\` | ${MEANINGS[type as keyof typeof MEANINGS]} | [${fileOf(detailType)}](../generated/events/${fileOf(detailType)}) |`,
    ),
    '',
  ].join('\n');
}

const MEANINGS: Readonly<Record<keyof typeof DETAIL_TYPES | AuditRecord['action'] | NoticeEvent['type'], string>> = {
  opened: 'a resource violates a rule',
  changed:
    'the violations of an open finding change, an exemption of some of them ends, or an event shows who caused a finding, which can be resolved by then',
  resolved: 'the resource complies again, or it is gone',
  reopened:
    'a resolved finding has violations again, the exemption of a finding ends, or an exempt finding has a violation that the exemption does not cover',
  exempted: 'a person, the settings or a tag exempts the finding',
  proposed: 'Plumbline asks for approval of a plan, or asks again after some days without an answer',
  approved: 'a person approves the plan',
  remediated:
    'Plumbline has fixed the resource and verified it; if the plan leaves some violations, `status` is not `resolved`, and `note` names them',
  failed: 'the remediation, the undo or the restore failed; `note` says which steps were carried out',
  undone: 'the remediation was undone, and the finding is exempt for a limited time',
  overwritten:
    'a remediation has overwritten a change that somebody made at the same time; `note` names the change and what would bring it back',
  restored: 'a person has asked Plumbline to bring an overwritten change back, and it is back',
  pause: 'a person pauses remediation',
  resume: 'a person resumes remediation',
  reset: 'a person resets the limit of a rule in an account',
  reported: 'something has happened that is reported to people: [notices.md](notices.md)',
  acknowledged: 'a person has seen a notice and answers for it',
};

const SHOWN = { ids, frameworks: [] };

/** The first drift of the example trail, as an event of the bus. */
export async function eventExample(rules: readonly AnyRule[]): Promise<string> {
  const event = await firstEvent(rules);
  const example = { 'detail-type': DETAIL_TYPES[event.type], detail: detailOf(event, Infinity, SHOWN) };
  return `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\`\n`;
}

/** The email to a subscriber of the topic when the example trail opens a security group. */
export async function alertExample(rules: readonly AnyRule[]): Promise<string> {
  const event = await firstEvent(rules.filter(({ id }) => id === 'sg-open-ingress'));
  const { region } = event.finding.resource;
  const title = (kind: string) => rules.find((rule) => rule.kind.name === kind)?.kind.title ?? kind;
  const surroundings: Surroundings = {
    region,
    title,
    service: () => 'ec2',
    respond: 'plumbline-prod-respond',
    remediation: 'off',
    shown: SHOWN,
  };
  const notification = notificationOf(event, event.recordedAt + 2000, surroundings);
  return `\`\`\`\nSubject: ${subjectOf(notification)}\n\n${textOf(notification)}\n\`\`\`\n`;
}

/** The first drift that these rules find in the example trail. */
async function firstEvent(rules: readonly AnyRule[]): Promise<FindingEvent> {
  const tracker = createTracker(defaultSettings(rules));
  for (const event of exampleTrail()
    .map((record) => decodeEvent(record))
    .sort(compareEvents)) {
    const [draft] = (await tracker.accept(event)).events;
    const [finding] = tracker.findings();
    if (draft && finding) return recorded([draft], 0, draft.cause.occurredAt + 3000)[0] as FindingEvent;
  }
  throw new Error('The example trail shows no drift.');
}
