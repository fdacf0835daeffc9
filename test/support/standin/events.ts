import { randomUUID } from 'node:crypto';
import { ACCOUNT, REGION, Refusal, type Service } from './service.ts';

interface Rule {
  readonly bus: string;
  readonly pattern: unknown;
  /** ARNs of queues. */
  readonly targets: string[];
}

interface OnBus {
  readonly EventBusName?: string;
}

interface GivenRule extends OnBus {
  readonly Name: string;
  readonly EventPattern: string;
}

interface GivenTargets extends OnBus {
  readonly Rule: string;
  readonly Targets: readonly { readonly Arn: string }[];
}

interface Entry extends OnBus {
  readonly Source: string;
  readonly DetailType: string;
  readonly Detail: string;
  readonly Time?: number;
  readonly Resources?: readonly string[];
}

/** Buses, and rules on them that put events into queues. */
export function createEventBridge(deliver: (queue: string, body: string) => void): Service {
  const rules = new Map<string, Rule>();
  const keyOf = ({ EventBusName = 'default' }: OnBus, name: string) => `${EventBusName}/${name}`;
  return {
    CreateEventBus: ({ Name }: { readonly Name: string }) => ({
      EventBusArn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${Name}`,
    }),
    PutRule(input: GivenRule) {
      const { Name, EventBusName: bus = 'default', EventPattern } = input;
      rules.set(keyOf(input, Name), { bus, pattern: JSON.parse(EventPattern), targets: [] });
      return { RuleArn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${Name}` };
    },
    PutTargets(input: GivenTargets) {
      const rule = rules.get(keyOf(input, input.Rule));
      if (!rule) throw new Refusal('ResourceNotFoundException', `There is no rule ${input.Rule}.`);
      rule.targets.push(...input.Targets.map(({ Arn }) => Arn));
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    PutEvents({ Entries }: { readonly Entries: readonly Entry[] }) {
      const ids = Entries.map((entry) => {
        const event = eventOf(entry);
        const bus = entry.EventBusName ?? 'default';
        for (const rule of rules.values()) {
          if (rule.bus !== bus || !matches(rule.pattern, event)) continue;
          for (const target of rule.targets) deliver(target, JSON.stringify(event));
        }
        return { EventId: event.id };
      });
      return { FailedEntryCount: 0, Entries: ids };
    },
  };
}

function eventOf({ Source, DetailType, Detail, Time = Date.now() / 1000, Resources = [] }: Entry) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': DetailType,
    source: Source,
    account: ACCOUNT,
    time: new Date(Time * 1000).toISOString().replace(/\.\d+Z/, 'Z'),
    region: REGION,
    resources: Resources,
    detail: JSON.parse(Detail) as unknown,
  };
}

/**
 * Exact values, beginnings and ends, what may not be there, and alternatives.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
function matches(pattern: unknown, value: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((each) => matchesOne(each, value));
  return Object.entries(pattern as object).every(([key, part]) =>
    key === '$or'
      ? (part as readonly unknown[]).some((each) => matches(each, value))
      : matches(part, (value as Readonly<Record<string, unknown>> | null | undefined)?.[key]),
  );
}

function matchesOne(matcher: unknown, value: unknown): boolean {
  if (typeof matcher !== 'object' || matcher === null) return matcher === value;
  const [[operator, operand]] = Object.entries(matcher) as [[string, unknown]];
  if (operator === 'prefix') return typeof value === 'string' && value.startsWith(String(operand));
  if (operator === 'suffix') return typeof value === 'string' && value.endsWith(String(operand));
  if (operator === 'exists') return (value !== undefined) === operand;
  // A field that is not there is not another value.
  if (operator === 'anything-but') {
    if (value === undefined) return false;
    return Array.isArray(operand) ? !operand.includes(value) : !matchesOne(operand, value);
  }
  throw new Refusal('InvalidEventPatternException', `The stand-in does not know the operator ${operator}.`);
}
