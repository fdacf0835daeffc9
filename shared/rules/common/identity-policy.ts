import { conclude, partly, type Unknown, unknown } from '../../core/rule.ts';
import { withRawStatements } from '../../policy/edit.ts';
import type { RawStatement } from '../../policy/elements.ts';
import { globCovers } from '../../policy/glob.ts';
import { withoutActionsTogether, withoutFaultyActions } from '../../policy/narrow.ts';
import { type Policy, readPolicy } from '../../policy/policy.ts';
import { repaired } from '../../policy/repair.ts';
import { setDefaultPolicyVersion } from '../../resources/iam-entity/actions.ts';
import { type IamEntity, isReserved, nameOf } from '../../resources/iam-entity/kind.ts';

/** A policy document of an entity that a rule objects to, or one that it cannot read. */
export interface Judged<Fault> {
  readonly fault?: Fault;
  readonly unreadable?: true;
}

/** What a rule objects to in a document. `undefined`: nothing. */
export function faultIn<Fault>(document: unknown, find: (policy: Policy) => Fault | undefined): Judged<Fault> {
  const reading = readPolicy(document);
  if (reading.is === 'malformed') return { unreadable: true };
  const fault = reading.is === 'policy' ? find(reading.policy) : undefined;
  return fault === undefined ? {} : { fault };
}

/**
 * A document without what a rule objects to, for a plan. Statements and actions that are not at fault stay, and so does
 * every change since the baseline that is not at fault. `null`: nothing is left.
 */
export function modest(document: unknown, baseline: unknown, isModest: (document: unknown) => boolean): unknown {
  const [now, was] = [readPolicy(document), readPolicy(baseline)];
  if (now.is !== 'policy') return null;
  const { document: given, statements } = now.policy;
  const rawsOf = (policy: Policy) => policy.statements.map(({ raw }) => raw);
  const repair = repaired(rawsOf(now.policy), was.is === 'policy' ? rawsOf(was.policy) : [], {
    isFaulty: (raw, _, denies) => !isModest({ Statement: [raw, ...denies] }),
    narrowed: withoutFaultyActions,
    others: [],
    accessOf: () => '',
  });
  const left = 'statements' in repair ? repair.statements : statements.map(({ raw }) => raw);
  const written = (raws: readonly RawStatement[]) => (raws.length === 0 ? null : withRawStatements(given, raws));
  const isRight = (raws: readonly RawStatement[]) => raws.length === 0 || isModest(written(raws));
  return written(isRight(left) ? left : withoutActionsTogether(left, isRight));
}

/** The earlier version of a managed policy, if a rule does not object to it. */
export function earlierVersion(
  { versions, defaultVersion: before }: IamEntity,
  baseline: IamEntity | undefined,
  isModest: (document: unknown) => boolean,
) {
  const now = versions.items.find(({ id }) => id === before);
  const was = versions.items.find(({ id }) => id === baseline?.defaultVersion);
  if (!before || !was || !isModest(was.document)) {
    return { cannot: 'No earlier version of this policy is known to allow less.' };
  }
  const documents = Object.fromEntries([now, was].flatMap((each) => (each ? [[each.id, each.document]] : [])));
  return [setDefaultPolicyVersion({ before, after: was.id, documents })];
}

/** The default version of a managed policy. */
export function defaultVersionOf({ versions, defaultVersion }: IamEntity) {
  return versions.items.find(({ id }) => id === defaultVersion);
}

/** Whether one of the patterns names the entity, by its id or its name. */
export function isAmong(patterns: readonly string[], id: string): boolean {
  return patterns.some((pattern) => globCovers(pattern, id) || globCovers(pattern, nameOf(id)));
}

/** The boundary that limits what policies give. AdministratorAccess limits nothing. */
export function limitOf({ boundary }: IamEntity): string | undefined {
  return boundary && !isAdministratorAccess(boundary) ? boundary : undefined;
}

export function isAdministratorAccess(arn: string): boolean {
  return /^arn:[^:]*:iam::aws:policy\/AdministratorAccess$/.test(arn);
}

/** The violations of an entity, unless it belongs to an AWS service. */
export function unlessReserved<V>(
  id: string,
  entity: IamEntity,
  judged: readonly V[] | Unknown,
): readonly V[] | Unknown {
  const reserved = isReserved(id, entity);
  if (reserved) return [];
  if (reserved === false || 'unknown' in judged || judged.length === 0) return judged;
  return unknown('The role has the name of a role of an AWS service, and no event showed its path, which decides it.');
}

/** The doubts of a rule about the policies of a user, group or role. */
export function concludeHolder<V>(violations: readonly V[], isUnreadable: boolean, isComplete: boolean) {
  return conclude(
    violations,
    isUnreadable && unknown('An inline policy cannot be read.'),
    !isComplete && partly('Events did not show all policies of the entity.'),
  );
}
