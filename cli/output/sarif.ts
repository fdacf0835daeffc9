import { describeActor } from '../../shared/core/actor.ts';
import type { Finding } from '../../shared/core/finding.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import type { Severity } from '../../shared/core/severity.ts';
import { inOrder, type Report } from './report.ts';

const LEVELS: Readonly<Record<Severity, string>> = { critical: 'error', high: 'error', medium: 'warning', low: 'note' };
/** Code hosts sort by it: 9.0 and above is critical, 7.0 high, 4.0 medium. */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };

/**
 * Findings as SARIF 2.1.0. Resources are not files, so they are logical locations.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarif(report: Report, rules: readonly AnyRule[], version: string): string {
  const findings = inOrder(report.replayed.findings, report.now);
  const used = rules.filter(({ id }) => findings.some(({ rule }) => rule === id));
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plumbline', version, rules: used.map(ruleOf) } },
        invocations: [
          {
            executionSuccessful: report.damage.length === 0,
            toolExecutionNotifications: report.damage.map(({ source, offset, reason }) => ({
              level: 'error',
              message: { text: `${source} at byte ${offset}: ${reason}` },
            })),
          },
        ],
        results: findings.map((finding) => resultOf(finding, used)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(rule: AnyRule) {
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    help: { text: rule.fix },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { 'security-severity': SCORES[rule.severity] },
  };
}

function resultOf(finding: Finding, rules: readonly AnyRule[]) {
  const { resource, cause, violations } = finding;
  const name = resource.arn ?? `${resource.kind}/${resource.id}`;
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[finding.severity],
    kind: 'fail',
    baselineState: finding.status === 'resolved' ? 'absent' : 'new',
    ...(finding.exemption ? { suppressions: [{ kind: 'external', justification: finding.exemption.reason }] } : {}),
    message: { text: violations.map(({ text }) => text).join(' ') },
    locations: [{ logicalLocations: [{ name: resource.id, fullyQualifiedName: name, kind: 'resource' }] }],
    partialFingerprints: { 'plumblineFinding/v1': finding.id },
    properties: {
      status: finding.status,
      severity: finding.severity,
      controls: finding.controls,
      eventId: cause.eventId,
      eventName: cause.eventName,
      eventTime: new Date(cause.occurredAt).toISOString(),
      actor: describeActor(cause.actor),
      account: resource.account,
      region: resource.region,
    },
  };
}
