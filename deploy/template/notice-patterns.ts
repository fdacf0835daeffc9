import { ref } from '../cloudformation.ts';
import { type DeclaredNotice, declared } from '../declared.ts';
import type { Scope } from '../scope.ts';

/** An EventBridge rule for notices. */
export interface NoticeRule {
  readonly pattern: object;
  /** Calls that only read are received too. */
  readonly reads: boolean;
}

/** By the ends of their names. */
export type NoticeRules = Readonly<Record<string, NoticeRule>>;

/** Characters of a pattern, at most. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const LONGEST = 2048;

/**
 * The services that record in the partition's global region what is done to the whole account. Of the calls that are
 * denied there, others belong to resources of that region.
 */
const GLOBAL = ['account', 'cloudfront', 'iam', 'organizations', 'route53', 'sts'];

/** What is received only because it counts for a notice, at home: one rule a sort of records, and one a service for changes. */
export function noticeRules({ notices }: Pick<Scope, 'notices'>, prefix: string): NoticeRules {
  const chosen = noticesIn(notices);
  const byService = Map.groupBy(
    chosen.flatMap(({ calls = [] }) => calls),
    serviceIn,
  );
  return checked({
    ...Object.fromEntries(
      chosen.flatMap(({ records }) => (records ? [[records.rule, ofRecords(records, prefix)]] : [])),
    ),
    ...Object.fromEntries([...byService].map(([service, calls]) => [service, ofChanges([service], calls)])),
  });
}

/** The same in the region of global services, from where they are sent home. At most eight characters name a rule there. */
export function forwardedNoticeRules(
  { notices, global }: Pick<Scope, 'notices' | 'global'>,
  prefix: string,
): NoticeRules {
  if (!global) return {};
  const chosen = noticesIn(notices);
  const calls = chosen.flatMap(({ calls = [] }) => calls).filter((call) => GLOBAL.includes(serviceIn(call)));
  return checked({
    ...Object.fromEntries(
      chosen.flatMap(({ records }) => {
        if (!records) return [];
        const only = records.elsewhere === 'global services' ? GLOBAL : undefined;
        return [[records.rule, ofRecords(records, prefix, only)]];
      }),
    ),
    ...(calls.length > 0 ? { changes: ofChanges([...new Set(calls.map(serviceIn))], calls) } : {}),
  });
}

function noticesIn(names: readonly string[]): readonly DeclaredNotice[] {
  return names.map((name) => {
    const notice = declared.notices[name];
    if (!notice) throw new Error(`Nothing is declared of the notice ${name}: npm run generate.`);
    return notice;
  });
}

function serviceIn(call: string): string {
  return call.split(':')[0] ?? '';
}

/**
 * Plumbline's own roles are left out of the calls that are denied: what it may not read is a finding. Their names begin
 * with that of the stack.
 */
function ofRecords(
  { pattern, service, reads, isDenied }: NonNullable<DeclaredNotice['records']>,
  prefix: string,
  services?: readonly string[],
): NoticeRule {
  const issuer = (userName: unknown) => ({
    userIdentity: { sessionContext: { sessionIssuer: { userName: [userName] } } },
  });
  const others = { $or: [issuer({ exists: false }), issuer({ 'anything-but': { prefix: `${prefix}-` } })] };
  const only = services ?? (service === undefined ? undefined : [service]);
  return {
    pattern: {
      account: [ref('AWS::AccountId')],
      source: only ? only.map((each) => `aws.${each}`) : [{ prefix: 'aws.' }],
      detail: { ...pattern, ...(isDenied ? others : {}) },
    },
    reads: reads === true,
  };
}

function ofChanges(services: readonly string[], calls: readonly string[]): NoticeRule {
  return {
    pattern: {
      account: [ref('AWS::AccountId')],
      source: services.map((service) => `aws.${service}`),
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: {
        eventSource: services.map((service) => ({ prefix: `${service}.amazonaws.com` })),
        eventName: [...new Set(calls.map((call) => call.split(':')[1] ?? ''))].sort(),
        errorCode: [{ exists: false }],
      },
    },
    reads: false,
  };
}

function checked(rules: NoticeRules): NoticeRules {
  for (const [name, { pattern }] of Object.entries(rules)) {
    const { length } = JSON.stringify(pattern);
    if (length > LONGEST)
      throw new Error(`The event pattern of ${name} has ${length} characters. EventBridge takes ${LONGEST}.`);
  }
  return rules;
}
