import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { failureOf } from '../core/failure.ts';
import type { Entry } from '../store/store.ts';
import type { MetricName } from './metric-names.ts';

export const logger = new Logger({ serviceName: 'plumbline' });
const metrics = new Metrics({ namespace: 'Plumbline', serviceName: process.env['PLUMBLINE_PREFIX'] ?? 'local' });

const OPENED: MetricName = 'DriftOpened';

export function count(
  name: MetricName,
  value = 1,
  unit: (typeof MetricUnit)[keyof typeof MetricUnit] = MetricUnit.Count,
): void {
  metrics.addMetric(name, unit, value);
}

/** What was recorded, in numbers and one line of log each. */
export function countEntries(entries: readonly Entry[]): void {
  for (const { id, at, transition, finding } of entries) {
    logger.info(transition.transition, {
      alert: id,
      rule: finding.rule,
      severity: finding.severity,
      resource: finding.resource.id,
    });
    const took = Math.max(0, at - finding.cause.at);
    switch (transition.transition) {
      case 'opened':
      case 'reopened': {
        metrics.singleMetric().addDimension('severity', finding.severity).addMetric(OPENED, MetricUnit.Count, 1);
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
        count('RemediationStopped');
        break;
      default:
    }
  }
}

/** A rule that could not say: neither drift nor compliance. */
export function countUnknown(rule: string, why: string): void {
  logger.debug('undetermined', { rule, why });
  count('Undetermined');
}

/** A failure by its kind and name; messages of AWS and of parsers may hold what an account wrote. */
export function logFailure(what: string, error: unknown, details: Readonly<Record<string, string>> = {}): void {
  count('CouldNotCheck');
  const own = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  logger.error(what, {
    ...details,
    failure: failureOf(error),
    error: error instanceof Error ? error.name : typeof error,
    // Faults of the program itself: where, and without the message.
    ...(own && error.stack ? { stack: error.stack.split('\n').slice(1, 6) } : {}),
  });
}

/** Writes what was counted, at the end of an invocation; says nothing where nothing was. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
