import type { DeclaredKind } from '../declared.ts';
import { kindsJudged, type Scope } from '../scope.ts';

/** What EventBridge matches for one service. */
export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: {
    readonly eventSource: readonly { readonly prefix: string }[];
    readonly eventName: readonly (string | { readonly prefix: string })[];
    readonly errorCode: readonly { readonly exists: false }[];
  };
}

/** Patterns by service: `ec2`. */
export type EventPatterns = Readonly<Record<string, EventPattern>>;

/** EventBridge takes no longer pattern. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LONGEST = 2048;

/** Proves the chain from end to end: once a day a change that `sweep` makes must arrive at `detect`. */
const HEARTBEAT = 'logs:PutRetentionPolicy';

/**
 * What `detect` is called for: one pattern a service with the events that the judged kinds follow, failed calls left out.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function eventPatterns(scope: Scope): EventPatterns {
  return patternsOf([...eventsOf(kindsJudged(scope)), HEARTBEAT]);
}

/**
 * What has to be brought in from the region that global services record their events in.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
export function forwardedPatterns(scope: Scope): EventPatterns {
  return patternsOf(eventsOf(kindsJudged(scope).filter(({ global }) => global)));
}

/** What has to be brought in of resources that are in that region, too; the template says of which. */
export function forwardedOwnPatterns(scope: Scope): EventPatterns {
  return patternsOf(
    kindsJudged(scope).flatMap(({ events, alsoGlobal = [] }) =>
      events.filter((event) => alsoGlobal.includes(event.split(':')[0] ?? '')),
    ),
  );
}

function eventsOf(kinds: readonly DeclaredKind[]): readonly string[] {
  return kinds.flatMap(({ events }) => events);
}

function patternsOf(events: readonly string[]): EventPatterns {
  const byService = Map.groupBy([...new Set(events)].sort(), (id) => id.split(':')[0] ?? '');
  return Object.fromEntries([...byService].map(([service, ids]) => [service, patternOf(service, ids)]));
}

function patternOf(service: string, ids: readonly string[]): EventPattern {
  const names = ids.map((id) => id.split(':')[1] ?? '');
  const pattern: EventPattern = {
    source: [`aws.${service}`],
    // The second is for what a service does by itself, such as deleting a key whose time has come.
    'detail-type': ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
    detail: {
      // In China, `.cn` may follow.
      eventSource: [{ prefix: `${service}.amazonaws.com` }],
      // Lambda writes the API's date behind most names, which begins with its century.
      eventName: service === 'lambda' ? [...names, ...names.map((name) => ({ prefix: `${name}20` }))] : names,
      errorCode: [{ exists: false }],
    },
  };
  const length = JSON.stringify(pattern).length;
  if (length > LONGEST)
    throw new Error(`the event pattern of ${service} has ${length} characters, more than ${LONGEST}`);
  return pattern;
}
