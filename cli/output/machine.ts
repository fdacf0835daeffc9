import { causeOfViolation } from '../../shared/core/cause.ts';
import { idsOf, type ShownIds } from '../../shared/core/controls.ts';
import type { Cause, Exemption, Finding, FindingEventDraft, Plan } from '../../shared/core/finding.ts';
import { openFor } from '../../shared/core/finding.ts';
import { get, getList } from '../../shared/core/json.ts';
import type { RenderedViolation } from '../../shared/core/message.ts';
import { plainJson } from '../../shared/core/text.ts';
import { shownBy } from './control-ids.ts';
import { noticeJson, noticesInOrder } from './notices.ts';
import { notesOf, outcomeOf } from './outcome.ts';
import { inOrder, type Report, unreadableCount } from './report.ts';
import type { ReplayEvent, ReplayReport } from './report-schema.ts';
import { statusOf } from './status.ts';

type FindingJson = ReplayReport['findings'][number];

/** ISO 8601. */
function iso(time: number): string {
  return new Date(time).toISOString();
}

function causeJson({ eventId, eventName, occurredAt, actor }: Cause): FindingJson['cause'] {
  return { eventId, eventName, occurredAt: iso(occurredAt), actor: { ...actor } };
}

/** The sentence about the end is for people. */
function violationJson(
  finding: Finding,
  violation: RenderedViolation,
  shown: ShownIds,
): FindingJson['violations'][number] {
  const { path, message, text, severity, controls } = violation;
  const cause = causeJson(causeOfViolation(finding, path));
  return { path, message, text, severity, controls: [...idsOf(controls, shown)], cause };
}

function findingJson(finding: Finding, { now, replayed, configured }: Report): FindingJson {
  const shown = shownBy(configured.settings);
  const { id, rule, title, severity, resource, firstSeen, lastSeen, resolvedAt, exemption, besides } = finding;
  return {
    id,
    rule,
    title,
    severity,
    status: statusOf(finding, replayed.gone),
    resource: { ...resource },
    violations: finding.violations.map((violation) => violationJson(finding, violation, shown)),
    controls: [...idsOf(finding.controls, shown)],
    firstSeen: iso(firstSeen),
    lastSeen: iso(lastSeen),
    resolvedAt: resolvedAt === undefined ? null : iso(resolvedAt),
    openSeconds: Math.round(openFor(finding, now) / 1000),
    cause: causeJson(finding.cause),
    changes: finding.changes.map(({ field, before, after }) => ({ field, before: known(before), after: known(after) })),
    plan: planJson(finding.plan),
    episodes: finding.episodes.map(({ from, to }) => ({ from: causeJson(from), ...(to ? { to: causeJson(to) } : {}) })),
    ...(exemption ? { exemption: exemptionJson(exemption) } : {}),
    ...(besides ? { besides: besides.map(exemptionJson) } : {}),
  };
}

/** `null` is a value (the resource has none), so an unknown value is marked; also a listing of which nothing is known. */
function known(value: unknown): unknown {
  const isUnseen = get(value, 'complete') === false && getList(value, 'items').length === 0;
  return value === undefined || isUnseen ? { unknown: true } : value;
}

function planJson({ mode, steps, actions, undo }: Plan): FindingJson['plan'] {
  return { mode, steps: [...steps], actions: actions.map(copied), undo: undo.map(copied) };
}

function copied<T extends object>(value: T): T {
  return { ...value };
}

function exemptionJson({ reason, owner, until, grantedBy, covers }: Exemption): NonNullable<FindingJson['exemption']> {
  return { reason, owner, until: iso(until), grantedBy, ...(covers ? { covers: [...covers] } : {}) };
}

/** Findings in the order of the table, with what was read and what could not be judged. */
export function json(report: Report, version: string): string {
  const value: ReplayReport = {
    version: '1',
    plumbline: version,
    summary: summaryJson(report),
    findings: inOrder(report.replayed.findings, report.now).map((finding) => findingJson(finding, report)),
    notices: noticesInOrder(report.notices).map((each) => noticeJson(each, shownBy(report.configured.settings))),
  };
  return `${plainJson(value, 2)}\n`;
}

function summaryJson(report: Report): ReplayReport['summary'] {
  const { replayed, tally, damage, files, ignored, simulated, configured, filtered } = report;
  const outcome = outcomeOf(report);
  const have = (wanted: Finding['status']) => replayed.findings.filter(({ status }) => status === wanted).length;
  return {
    outcome: outcome.type,
    outcomeText: outcome.text,
    settings: configured.file ?? null,
    rulesOn: configured.settings.rules.length,
    rulesOff: [...configured.off.keys()],
    findings: replayed.findings.length,
    open: have('open'),
    exempt: have('exempt'),
    notices: report.notices.length,
    hidden: filtered?.hidden ?? 0,
    filters: filtered?.by ?? null,
    endedBeforeSince: replayed.ended,
    notes: [...notesOf(report)],
    from: replayed.from === undefined ? null : iso(replayed.from),
    to: replayed.to === undefined ? null : iso(replayed.to),
    sources: files,
    ignoredFiles: ignored,
    records: tally.records,
    followed: replayed.followed,
    notCovered: tally.unwatched,
    failedCalls: tally.failed,
    repeated: replayed.repeated,
    afterUntil: replayed.later,
    unreadable: unreadableCount(tally),
    unreadableByReason: tally.unreadable,
    undetermined: replayed.undetermined.map(copied),
    damage: damage.map(copied),
    ...(simulated ? { remediation: exposureJson(simulated) } : {}),
  };
}

function exposureJson({ exposure, reaction }: NonNullable<Report['simulated']>) {
  const { without, withRemediation, ...modes } = exposure;
  return {
    assumedReactionSeconds: reaction / 1000,
    openSeconds: Math.round(without / 1000),
    openSecondsWithRemediation: Math.round(withRemediation / 1000),
    ...modes,
  };
}

/** One finding event as one line of JSON. */
export function findingEventLine(
  { type, severity, violations, cause, note, finding }: FindingEventDraft,
  shown: ShownIds,
): string {
  const { rule, resource } = finding;
  const line: ReplayEvent = {
    occurredAt: iso(cause.occurredAt),
    type,
    rule,
    severity,
    resource: resource.arn ?? resource.id,
    resourceId: resource.id,
    kind: resource.kind,
    resourceType: resource.type,
    account: resource.account,
    region: resource.region,
    eventId: cause.eventId,
    eventName: cause.eventName,
    actor: { ...cause.actor },
    violations: violations.map((violation) => violationJson(finding, violation, shown)),
    ...(note ? { note } : {}),
    finding: finding.id,
  };
  return `${plainJson(line)}\n`;
}
