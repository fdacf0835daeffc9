import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { failureOf } from '../core/failure.ts';
import type { Entry } from '../store/store.ts';

/** One name a metric, in the namespace `Plumbline`; alarms and the dashboard rest on them. */
export const METRICS = [
  'DriftOpened',
  'DriftResolved',
  'DriftRemediated',
  'TimeToDetect',
  'TimeToRemediate',
  'RemediationStopped',
  'RemediationFailed',
  'CouldNotCheck',
  'Undetermined',
  'HeartbeatArrived',
] as const;

export const logger = new Logger({ serviceName: 'plumbline' });
export const metrics = new Metrics({ namespace: 'Plumbline', serviceName: process.env['STAGE'] ?? 'local' });

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
        const single = metrics.singleMetric();
        single.addDimension('severity', finding.severity);
        single.addMetric('DriftOpened', MetricUnit.Count, 1);
        if (finding.cause.eventId !== '') metrics.addMetric('TimeToDetect', MetricUnit.Milliseconds, took);
        break;
      }
      case 'resolved':
        metrics.addMetric('DriftResolved', MetricUnit.Count, 1);
        break;
      case 'remediated':
        metrics.addMetric('DriftRemediated', MetricUnit.Count, 1);
        metrics.addMetric('TimeToRemediate', MetricUnit.Milliseconds, took);
        break;
      case 'failed':
        metrics.addMetric('RemediationFailed', MetricUnit.Count, 1);
        break;
      case 'proposed':
        metrics.addMetric('RemediationStopped', MetricUnit.Count, 1);
        break;
      default:
    }
  }
}

/** A rule that could not say: neither drift nor compliance. */
export function countUnknown(rule: string, why: string): void {
  logger.debug('undetermined', { rule, why });
  metrics.addMetric('Undetermined', MetricUnit.Count, 1);
}

/** A failure by its kind and name; messages of AWS and of parsers may hold what an account wrote. */
export function logFailure(what: string, error: unknown, details: Readonly<Record<string, string>> = {}): void {
  metrics.addMetric('CouldNotCheck', MetricUnit.Count, 1);
  const own = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  logger.error(what, {
    ...details,
    failure: failureOf(error),
    error: error instanceof Error ? error.name : typeof error,
    // Faults of the program itself: where, and without the message.
    ...(own && error.stack ? { stack: error.stack.split('\n').slice(1, 6) } : {}),
  });
}
