import { ref } from '../cloudformation.ts';
import { type DeclaredKind, declared } from '../declared.ts';
import { kindsFollowed, kindsJudged, type Scope } from '../scope.ts';

/** What EventBridge matches for one service. */
export interface EventPattern {
  /** Another account may put its events on this one's bus. They are not judged. */
  readonly account: readonly unknown[];
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: {
    readonly eventSource: readonly { readonly prefix: string }[];
    readonly eventName: readonly (string | { readonly prefix: string })[];
    readonly errorCode: readonly { readonly exists: false }[];
    readonly requestParameters?: unknown;
  };
}

/** Patterns by service: `ec2`. What one pattern cannot hold is in further ones: `ec2-2`. */
export type EventPatterns = Readonly<Record<string, EventPattern>>;

/** Characters of a pattern, at most, without asking AWS for more. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LONGEST = 2048;

/** The daily change that `sweep` makes; it must arrive at `detect`. */
const HEARTBEAT = 'logs:PutRetentionPolicy';

/**
 * The events that start `detect`: one pattern for each service, with the events that the judged kinds follow. Failed
 * calls are left out.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function eventPatterns(scope: Scope): EventPatterns {
  return patternsOf([...eventsOf(kindsFollowed(scope)), ...tagEventsOf(kindsJudged(scope), scope), HEARTBEAT]);
}

/**
 * The events that global services record only in their own region.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events
 */
export function forwardedPatterns(scope: Scope): EventPatterns {
  const [global, regional] = [EVERY_KIND.filter((kind) => kind.global), EVERY_KIND.filter((kind) => !kind.global)];
  const ofRegions = new Set(eventsOf(regional));
  const ambiguous = eventsOf(global).filter((event) => ofRegions.has(event));
  const isGlobal = (kind: DeclaredKind) => kind.global === true;
  return patternsOf(
    [...eventsOf(kindsFollowed(scope).filter(isGlobal)), ...tagEventsOf(kindsJudged(scope).filter(isGlobal), scope)],
    (service) => {
      if (!ambiguous.some((event) => event.startsWith(`${service}:`))) return undefined;
      // Without it, the events of all resources in that region would be sent.
      if (!WITHOUT_REGION[service])
        throw new Error(`deploy/template/event-patterns.ts: WITHOUT_REGION says nothing of ${service}.`);
      return WITHOUT_REGION[service];
    },
  );
}

const EVERY_KIND = Object.values(declared.kinds);

/**
 * Some events have one name for a global resource and for regional ones. By service: how to tell those of the global
 * resource.
 */
const WITHOUT_REGION: Readonly<Record<string, unknown>> = {
  // Calls for the whole account name no bucket.
  s3: { bucketName: [{ exists: false }] },
};

/**
 * The events on own components in that region.
 * @param names By service, the parameters that name those components.
 */
export function forwardedOwnPatterns(scope: Scope, names: (service: string) => unknown): EventPatterns {
  return patternsOf(
    kindsFollowed(scope).flatMap(({ events, alsoGlobal = [] }) =>
      events.filter((event) => alsoGlobal.includes(event.split(':')[0] ?? '')),
    ),
    names,
  );
}

function eventsOf(kinds: readonly DeclaredKind[]): readonly string[] {
  return kinds.flatMap(({ events }) => events);
}

/** Only what is judged can be exempt, and only where tags may exempt. */
function tagEventsOf(kinds: readonly DeclaredKind[], { tags }: Scope): readonly string[] {
  return tags ? kinds.flatMap(({ tagging = [] }) => tagging) : [];
}

function patternsOf(events: readonly string[], parametersOf?: (service: string) => unknown): EventPatterns {
  const byService = Map.groupBy([...new Set(events)].sort(), (id) => id.split(':')[0] ?? '');
  return Object.fromEntries(
    [...byService].flatMap(([service, ids]) => {
      const names = ids.map((id) => id.split(':')[1] ?? '');
      return patternsFor(service, names, parametersOf?.(service)).map((pattern, index) => [
        index === 0 ? service : `${service}-${index + 1}`,
        pattern,
      ]);
    }),
  );
}

/** As few as can hold all names, in their order: each name is in one. */
function patternsFor(
  service: string,
  [first = '', ...others]: readonly string[],
  requestParameters: unknown,
): readonly EventPattern[] {
  const patternWith = (some: readonly string[]) => patternOf(service, some, requestParameters);
  const parts: string[][] = [[first]];
  for (const name of others) {
    const last = parts.at(-1) ?? [];
    if (JSON.stringify(patternWith([...last, name])).length > LONGEST) parts.push([name]);
    else last.push(name);
  }
  return parts.map(patternWith);
}

function patternOf(service: string, names: readonly string[], requestParameters: unknown): EventPattern {
  return {
    account: [ref('AWS::AccountId')],
    source: [`aws.${service}`],
    // A service event is what a service does by itself, such as deleting a KMS key at the end of its waiting period.
    'detail-type': ['AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
    detail: {
      // In China, `.cn` may follow, hence a prefix.
      eventSource: [{ prefix: `${service}.amazonaws.com` }],
      // Lambda appends the date of the API to most names: `AddPermission20150331v2`.
      eventName: service === 'lambda' ? [...names, ...names.map((name) => ({ prefix: `${name}20` }))] : names,
      errorCode: [{ exists: false }],
      ...(requestParameters === undefined ? {} : { requestParameters }),
    },
  };
}
