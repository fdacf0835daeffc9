import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { FindingEvent } from '../core/finding.ts';
import type { NoticeEvent } from '../core/notice.ts';
import type { Ref } from '../core/ref.ts';
import type { Severity } from '../core/severity.ts';
import type { AuditRecord } from '../store/store.ts';
import { failureOf } from './failure.ts';
import type { MetricName } from './metric-names.ts';

type Details = Readonly<Record<string, unknown>>;

/** Without a logger of its own it warns at the end of every invocation in which nothing was counted. */
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * What was counted, for the middleware that publishes it. It is empty until something is counted: to make the one
 * instance opens the streams of the process, which takes a tenth of a start.
 */
export const counters: Metrics[] = [];

function metrics(): Metrics {
  const [known] = counters;
  if (known) return known;
  const serviceName = process.env['PLUMBLINE_PREFIX'] ?? 'local';
  const made = new Metrics({ namespace: 'Plumbline', serviceName, logger: quiet });
  counters.push(made);
  return made;
}

let logger: Logger | undefined;

/** Made on first use, too: most starts have nothing to log. */
function log(level: 'debug' | 'info' | 'warn' | 'error', message: string, details: Details): void {
  logger ??= new Logger({ serviceName: 'plumbline' });
  logger[level](message, details);
}

/** A line of the log about what was done. */
export function note(what: string, details: Details): void {
  log('info', what, details);
}

function count(
  name: MetricName,
  value = 1,
  unit: (typeof MetricUnit)[keyof typeof MetricUnit] = MetricUnit.Count,
): void {
  metrics().addMetric(name, unit, value);
}

/** Counts with a dimension of its own. */
function countOne(name: MetricName, dimension: string, value: string, number = 1): void {
  metrics().singleMetric().addDimension(dimension, value).addMetric(name, MetricUnit.Count, number);
}

/** How many findings are open. */
export function countOpen(open: Readonly<Record<Severity, number>>): void {
  for (const [severity, number] of Object.entries(open)) countOne('OpenFindings', 'severity', severity, number);
}

/** After these outcomes it is not certain that the event arrived, and no other process delivers it. */
const NOT_DELIVERED: ReadonlySet<string> = new Set(['failed', 'unsure', 'undecided', 'unreadable']);

/** Logs the outcome of an attempt to deliver an event on a channel, and counts those without success. */
export function countDelivery(
  { event, channel }: { readonly event?: string; readonly channel?: string },
  outcome: string,
  error?: unknown,
): void {
  const failure = error === undefined ? {} : { failure: failureOf(error), error: nameOf(error) };
  log(outcome.startsWith('delivered') ? 'info' : 'warn', outcome, { event, channel, ...failure });
  if (NOT_DELIVERED.has(outcome)) countOne('DeliveryFailed', 'channel', channel ?? 'unknown');
}

/** The daily heartbeat has come through the whole chain. */
export function countHeartbeat(): void {
  count('HeartbeatArrived');
}

/** Logs and counts findings' events that were recorded. */
export function countEvents(events: readonly FindingEvent[]): void {
  for (const event of events) {
    const { id, recordedAt, finding } = event;
    note(event.type, {
      event: id,
      rule: finding.rule,
      severity: finding.severity,
      resource: finding.resource.id,
    });
    const took = Math.max(0, recordedAt - finding.cause.occurredAt);
    switch (event.type) {
      case 'opened':
      case 'reopened': {
        countOne('DriftOpened', 'severity', finding.severity);
        if (finding.cause.eventId !== '') count('TimeToDetect', took, MetricUnit.Milliseconds);
        break;
      }
      case 'resolved':
        count('DriftResolved');
        break;
      case 'remediated':
        count('DriftRemediated');
        count('TimeToRemediate', took, MetricUnit.Milliseconds);
        break;
      case 'failed':
        count('RemediationFailed');
        break;
      case 'proposed':
        if (event.stop) count('RemediationStopped');
        break;
      default:
    }
  }
}

/** Logs and counts notices that are reported. */
export function countReported(events: readonly NoticeEvent[]): void {
  for (const { id, type, notice } of events) {
    note(type, { event: id, notice: notice.name, severity: notice.severity, occurrences: notice.count });
    count('NoticeReported');
  }
}

/** A message named a resource of another account or region, which is not judged. */
export function countForeign({ kind, account, region }: Pick<Ref, 'kind' | 'account' | 'region'>): void {
  log('warn', 'foreign event', { kind, account, region });
  count('ForeignEvent');
}

/** Somebody paused, resumed or reset remediation. A pause stops it, also where nothing waits yet. */
export function countControl({ action, by, note: why }: AuditRecord): void {
  note(action, { by, why });
  countOne('RemediationControlled', 'request', action);
  if (action === 'pause') count('RemediationStopped');
}

/** A rule could not judge a resource: neither drift nor compliance. */
export function countUnknown(rule: string, why: string): void {
  log('debug', 'undetermined', { rule, why });
  count('Undetermined');
}

/** Logs and counts a failure, by its sort and name: messages of AWS and of parsers may hold text from the account. */
export function logFailure(what: string, error: unknown, details: Readonly<Record<string, string>> = {}): void {
  count('CouldNotCheck');
  const own = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  log('error', what, {
    ...details,
    failure: failureOf(error),
    error: nameOf(error),
    // Of a fault in the program: its place, without the message.
    ...(own && error.stack ? { stack: error.stack.split('\n').slice(1, 6) } : {}),
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
