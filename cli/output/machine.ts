import type { Cause, Finding, FindingEventDraft } from '../../shared/core/finding.ts';
import { openFor } from '../../shared/core/finding.ts';
import type { RenderedViolation } from '../../shared/core/rule.ts';
import { inOrder, type Report, unreadableCount } from './report.ts';

/** ISO 8601. */
function iso(time: number): string {
  return new Date(time).toISOString();
}

function causeJson({ occurredAt, ...cause }: Cause) {
  return { ...cause, occurredAt: iso(occurredAt) };
}

/** The sentence about the end is for people. */
function violationJson({ path, message, text, severity, controls }: RenderedViolation) {
  return { path, message, text, severity, controls };
}

function findingJson(finding: Finding, now: number) {
  const { firstSeen, lastSeen, resolvedAt, cause, episodes, changes, ...rest } = finding;
  return {
    ...rest,
    violations: finding.violations.map(violationJson),
    firstSeen: iso(firstSeen),
    lastSeen: iso(lastSeen),
    resolvedAt: resolvedAt === undefined ? null : iso(resolvedAt),
    openSeconds: Math.round(openFor(finding, now) / 1000),
    cause: causeJson(cause),
    // `null` is a value (the resource has none), so an unknown value is marked.
    changes: changes.map(({ field, before, after }) => ({ field, before: known(before), after: known(after) })),
    episodes: episodes.map(({ from, to }) => ({ from: causeJson(from), ...(to ? { to: causeJson(to) } : {}) })),
  };
}

function known(value: unknown): unknown {
  return value === undefined ? { unknown: true } : value;
}

/** Findings in the order of the table, with what was read and what could not be judged. */
export function json(report: Report, version: string): string {
  const { replayed, tally, damage, files, ignored, now, simulated } = report;
  const value = {
    plumbline: version,
    summary: {
      findings: replayed.findings.length,
      open: replayed.findings.filter(({ status }) => status === 'open').length,
      exempt: replayed.findings.filter(({ status }) => status === 'exempt').length,
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
      undetermined: replayed.undetermined,
      damage,
      ...(simulated ? { remediation: exposureJson(simulated) } : {}),
    },
    findings: inOrder(replayed.findings, now).map((finding) => findingJson(finding, now)),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
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
export function findingEventLine({ type, severity, violations, cause, note, finding }: FindingEventDraft): string {
  const { rule, resource } = finding;
  const line = {
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
    actor: cause.actor,
    violations: violations.map(violationJson),
    ...(note ? { note } : {}),
    finding: finding.id,
  };
  return `${JSON.stringify(line)}\n`;
}
