import type { AnyRule } from '../../shared/core/rule.ts';

/** What EventBridge matches for one service. */
export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: {
    readonly eventSource: readonly string[];
    readonly eventName: readonly (string | { readonly prefix: string })[];
    readonly errorCode: readonly { readonly exists: false }[];
  };
}

/** EventBridge takes no longer pattern. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LONGEST = 2048;

/**
 * What the `detect` function is called for: one pattern a service with the events its kinds follow,
 * failed calls left out.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function eventSources(
  rules: readonly AnyRule[],
): readonly { readonly eventBridge: { readonly pattern: EventPattern } }[] {
  const events = rules.flatMap((rule) => Object.keys(rule.kind.events as object));
  const byService = Map.groupBy([...new Set(events)].sort(), (id) => id.split(':')[0] ?? '');
  return [...byService].map(([service, ids]) => ({ eventBridge: { pattern: patternOf(service, ids) } }));
}

function patternOf(service: string, ids: readonly string[]): EventPattern {
  const names = ids.map((id) => id.split(':')[1] ?? '');
  const pattern: EventPattern = {
    source: [`aws.${service}`],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: [`${service}.amazonaws.com`],
      // Lambda writes the API's date behind the name, which begins with its century.
      eventName: service === 'lambda' ? names.map((name) => ({ prefix: `${name}20` })) : names,
      errorCode: [{ exists: false }],
    },
  };
  const length = JSON.stringify(pattern).length;
  if (length > LONGEST)
    throw new Error(`the event pattern of ${service} has ${length} characters, more than ${LONGEST}`);
  return pattern;
}
