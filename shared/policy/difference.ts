import {
  conditionsIn,
  elementOf,
  hasSame,
  listOf,
  meaningOf,
  type NamedPrincipal,
  namedIn,
  type RawStatement,
  type WrittenCondition,
} from './elements.ts';
import { matched, sidOf } from './matched.ts';
import { hasNames } from './name-keys.ts';
import { type Policy, type PolicyDocument, readPolicy } from './policy.ts';

/*
 * What a change of a policy changes, in words. It is made of the two documents alone, so that it tells what is written and
 * not what was meant.
 */

/** The most names, actions or values of one list that are shown. */
const SHOWN = 6;
/** Characters. Further changes are counted. */
const LONG = 1200;

/** `a, b and c`; of a long list so many, and the number of the others. */
export const some = (given: readonly string[]): string => {
  const texts = [...new Set(given)];
  const rest = texts.length - SHOWN;
  const shown = rest > 0 ? [...texts.slice(0, SHOWN), `${rest} more`] : texts;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
};

/** `account 444455556666`, `everyone`, `arn:aws:iam::444455556666:role/reader`. */
function whoIs(principal: NamedPrincipal): string {
  const meaning = meaningOf(principal);
  switch (meaning?.is) {
    case 'everyone':
      return 'everyone';
    case 'account':
      return `account ${meaning.account}`;
    case 'deleted':
      return `the deleted principal ${meaning.id}`;
    case 'canonical':
      return `the account with canonical id ${meaning.id}`;
    default:
      return principal.text;
  }
}

const valuesOf = ({ key, values }: WrittenCondition): string =>
  hasNames(key) ? some(values) : `${values.length} value${values.length === 1 ? '' : 's'}`;

const conditionText = (condition: WrittenCondition): string =>
  `${condition.operator} ${condition.key} ${hasNames(condition.key) ? valuesOf(condition) : `with ${valuesOf(condition)}`}`;

const textsOf = (raw: RawStatement, element: 'action' | 'resource'): readonly string[] => {
  const [, value] = elementOf(raw, element) ?? [];
  return value === undefined ? [] : listOf(value).map(String);
};

const isNot = (raw: RawStatement, element: 'principal' | 'action' | 'resource'): boolean =>
  elementOf(raw, element)?.[0].toLowerCase().startsWith('not') === true;

/** A new statement is described with its resources. A statement that exists is known by its number. */
const showsResources = (raw: RawStatement, isNew: boolean): boolean =>
  namedIn(raw).length === 0 || (isNew && textsOf(raw, 'resource').some((text) => text !== '*'));

/** `allows everyone kms:Decrypt if StringEquals aws:SourceVpc vpc-0a1b2c3d`. */
export function statementText(raw: RawStatement, isNew = false): string {
  const verb = String(elementOf(raw, 'effect')?.[1]).toLowerCase() === 'deny' ? 'denies' : 'allows';
  const named = namedIn(raw);
  const who = named.length === 0 ? '' : ` ${isNot(raw, 'principal') ? 'everyone but ' : ''}${some(named.map(whoIs))}`;
  const what = `${isNot(raw, 'action') ? 'everything but ' : ''}${some(textsOf(raw, 'action'))}`;
  const where = showsResources(raw, isNew)
    ? ` on ${isNot(raw, 'resource') ? 'everything but ' : ''}${some(textsOf(raw, 'resource'))}`
    : '';
  const conditions = conditionsIn(raw);
  const when = conditions.length === 0 ? '' : ` if ${some(conditions.map(conditionText))}`;
  return `${verb}${who} ${what}${where}${when}`;
}

const missing = (from: readonly string[], texts: readonly string[]): readonly string[] =>
  texts.filter((text) => !from.includes(text));

/** What was removed from one list and added to it, in words. */
function ofList(before: readonly string[], after: readonly string[], from: string, to: string): readonly string[] {
  const [gone, added] = [missing(after, before), missing(before, after)];
  return [
    ...(gone.length > 0 ? [`remove ${some(gone)} from ${from}`] : []),
    ...(added.length > 0 ? [`add ${some(added)} to ${to}`] : []),
  ];
}

function ofPrincipals(before: RawStatement, after: RawStatement, place: string): readonly string[] {
  if (isNot(before, 'principal') !== isNot(after, 'principal')) {
    const whom = `${isNot(after, 'principal') ? 'everyone but ' : ''}${some(namedIn(after).map(whoIs))}`;
    return [`make ${place} apply to ${whom}, and to nobody else`];
  }
  const list = isNot(before, 'principal') ? `the exceptions of ${place}` : place;
  return ofList(namedIn(before).map(whoIs), namedIn(after).map(whoIs), list, list);
}

function ofConditions(before: RawStatement, after: RawStatement, place: string): readonly string[] {
  const keyOf = ({ operator, key }: WrittenCondition): string => `${operator} ${key}`.toLowerCase();
  const [old, now] = [conditionsIn(before), conditionsIn(after)];
  const gone = old.filter((each) => !now.some((other) => keyOf(other) === keyOf(each)));
  const changes = now.flatMap((each) => {
    const was = old.find((other) => keyOf(other) === keyOf(each));
    if (was === undefined) return [`add the condition ${conditionText(each)} to ${place}`];
    const list = `the condition ${each.operator} ${each.key} of ${place}`;
    if (hasNames(each.key)) return ofList(was.values, each.values, list, list);
    return missing(was.values, each.values).length + missing(each.values, was.values).length > 0
      ? [`change the values of ${list}`]
      : [];
  });
  return [...gone.map((each) => `remove the condition ${conditionText(each)} from ${place}`), ...changes];
}

/** What has changed in one statement. */
function changesIn(before: RawStatement, after: RawStatement, place: string): readonly string[] {
  const ofTexts = (element: 'action' | 'resource'): readonly string[] => {
    if (hasSame(element, before, after)) return [];
    const exceptions = isNot(before, element) ? 'the exceptions of ' : '';
    const list = `${exceptions}the ${element}s of ${place}`;
    if (isNot(before, element) !== isNot(after, element)) {
      return [
        `change the ${element}s of ${place} to ${isNot(after, element) ? 'everything but ' : ''}${some(textsOf(after, element))}`,
      ];
    }
    return ofList(textsOf(before, element), textsOf(after, element), list, list);
  };
  const changes = [
    ...(hasSame('effect', before, after) ? [] : [`change ${place} to ${String(elementOf(after, 'effect')?.[1])}`]),
    ...ofPrincipals(before, after, place),
    ...ofConditions(before, after, place),
    ...ofTexts('action'),
    ...ofTexts('resource'),
  ];
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  return changes.length > 0 || isSame ? changes : [`write ${place} in another way, with the same meaning`];
}

/** Where the name of the policy is put the first time that a statement of it is named. */
const POLICY = '\u0000';

const placeOf = (raw: RawStatement, index: number): string => {
  const sid = sidOf(raw);
  return `statement ${index + 1}${sid === undefined ? '' : ` (Sid "${sid}")`}${POLICY}`;
};

const rawsOf = (policy: Policy): readonly RawStatement[] => policy.statements.map(({ raw }) => raw);

/** The changes of a document, in the order of its statements. */
function changes(before: Policy, after: Policy): readonly string[] {
  const [old, now] = [rawsOf(before), rawsOf(after)];
  const ofStatements = matched(old, now).flatMap(({ before: from, after: to }) => {
    const [was, is] = [from === undefined ? undefined : old[from], to === undefined ? undefined : now[to]];
    if (was && is) return changesIn(was, is, placeOf(was, from ?? 0));
    if (was) return [`remove ${placeOf(was, from ?? 0)}, which ${statementText(was)}`];
    return is ? [`add ${placeOf(is, to ?? 0)}, which ${statementText(is, true)}`] : [];
  });
  return [...ofStatements, ...ofMembers(before.document, after.document)];
}

function ofMembers(before: PolicyDocument, after: PolicyDocument): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names]
    .filter((name) => name.toLowerCase() !== 'statement' && before[name] !== after[name])
    .map((name) => `change the ${name}${POLICY}`);
}

/** What is written in place of a policy, as an imperative sentence without a full stop. `null`: no policy. */
export function changeText(name: string, before: unknown, after: unknown): string {
  const [old, now] = [readPolicy(before), readPolicy(after)];
  if (now.is === 'absent')
    return `Delete the ${name}${old.is === 'policy' ? `: ${listed(statementsOf(old.policy), '')}` : ''}`;
  if (now.is === 'malformed' || old.is === 'malformed') {
    return `Replace the ${name}; the ${now.is === 'malformed' ? 'new' : 'present'} one cannot be read`;
  }
  if (old.is === 'absent') return `Set the ${name}: ${listed(statementsOf(now.policy, true), '')}`;
  const [first, ...more] = changes(old.policy, now.policy);
  if (first === undefined) return `Write the ${name} again unchanged`;
  const text = listed([first, ...more], ` of the ${name}`);
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}; nothing else changes`;
}

const statementsOf = (policy: Policy, isNew = false): readonly string[] =>
  rawsOf(policy).map((raw, index) => `${placeOf(raw, index)} ${statementText(raw, isNew)}`);

function listed(texts: readonly string[], name: string): string {
  let length = 0;
  const shown = texts.filter((text, index) => {
    length += text.length;
    return index === 0 || length <= LONG;
  });
  const rest = texts.length - shown.length;
  const all = [...shown, ...(rest > 0 ? [`${rest} more such changes`] : [])].join('; ');
  const [start = '', ...others] = all.split(POLICY);
  return others.length === 0 ? start : `${start}${name}${others.join('')}`;
}
