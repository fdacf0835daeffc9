import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { grantsEverything, grantsIam } from '../../policy/admin.ts';
import { escalations } from '../../policy/escalation.ts';
import { type Policy, readPolicy } from '../../policy/policy.ts';
import { listed } from '../../policy/sentence.ts';
import { putInlinePolicy, setDefaultPolicyVersion } from '../../resources/iam-entity/actions.ts';
import { type IamEntity, iamEntity } from '../../resources/iam-entity/kind.ts';
import {
  administratorsLeft,
  isLastAdministrator,
  LAST_ADMINISTRATOR,
  leftToAdminister,
} from '../common/administrators.ts';
import {
  concludeHolder,
  defaultVersionOf,
  earlierVersion,
  faultIn,
  isAmong,
  limitOf,
  modest,
  unlessReserved,
} from '../common/identity-policy.ts';
import { isOwnRole, OWN_ROLE } from '../common/own-role.ts';

export default defineRule({
  id: 'iam-privilege-escalation-policy',
  title: 'IAM policies do not let their holders give themselves more rights',
  severity: 'high',
  kind: iamEntity,
  watches: ['inline', 'versions', 'defaultVersion', 'boundary'],
  reads: ['path'],
  neighbours: ['administrators'],
  // AWS refuses to delete the default version.
  notTriggeredBy: ['iam:DeletePolicyVersion'],
  controls: ['iam-privilege-escalation-policy'],
  options: z.strictObject({
    deployers: z
      .array(z.string())
      .default([])
      .describe(
        'Users, groups, roles and policies that may give rights or pass roles: names, or ids such as `role/deploy`, with `*` and `?`.',
      ),
  }),
  messages: {
    version: 'Version {{version}}, the default version, lets its holder gain all rights: {{ways}}.',
    inline: 'The inline policy {{policy}} lets its holder gain all rights: {{ways}}.',
    limited: {
      text: 'The inline policy {{policy}} lets its holder gain all rights that the permissions boundary {{boundary}} leaves: {{ways}}.',
      severity: 'medium',
    },
    together: 'The inline policies {{policies}} together let their holder gain all rights: {{ways}}.',
    togetherLimited: {
      text: 'The inline policies {{policies}} together let their holder gain all rights that the permissions boundary {{boundary}} leaves: {{ways}}.',
      severity: 'medium',
    },
  },
  fix: 'Limit these actions to the users, roles and policies that need them, and `iam:PassRole` to roles without more rights than their passer has.',

  judge(state, { ref, options: { deployers } }) {
    if (isAmong(deployers, ref.id)) return [];
    return ref.id.startsWith('policy/') ? judgeVersion(state) : unlessReserved(ref.id, state, judgeHolder(state));
  },

  remediation: {
    mode: 'approve',
    actions: [putInlinePolicy, setDefaultPolicyVersion],
    plan(state, violations, context) {
      const { ref, baseline } = context;
      if (isOwnRole(ref.id)) return { cannot: OWN_ROLE };
      if (takesAll(violations) && isLastAdministrator(context)) return { cannot: LAST_ADMINISTRATOR };
      const wrong = new Set(violations.map(({ path }) => path));
      if (wrong.has('version')) return earlierVersion(state, baseline, isModest);
      if (wrong.has(TOGETHER))
        return { cannot: 'Several policies give these rights together. Limit one of them by hand.' };
      return state.inline.items
        .filter(({ name }) => wrong.has(`inline/${name}`))
        .map(({ name, document: before }) => {
          const was = baseline?.inline.items.find((policy) => policy.name === name);
          return putInlinePolicy({ name, before, after: modest(before, was?.document, isModest) });
        });
    },
    // The account may have no other administrator than those who can give themselves all rights.
    needsOneOf: (violations, context) => (takesAll(violations) ? administratorsLeft(context) : undefined),
    caution: (_, violations, context) =>
      takesAll(violations)
        ? `Its holders can no longer give themselves rights. ${leftToAdminister(context)}`
        : undefined,
  },
});

/** Whether the plan takes the way to all rights from somebody. Within a permissions boundary there is none. */
function takesAll(violations: readonly { readonly message: string }[]): boolean {
  return violations.some(({ message }) => message !== 'limited' && message !== 'togetherLimited');
}

/** The ways in words. Policies with all rights have a finding of `iam-full-admin-policy`: one drift has one finding. */
const waysIn = (document: unknown) =>
  faultIn(document, (policy) => {
    if (grantsEverything(policy) || grantsIam(policy)) return undefined;
    const ways = escalations(policy).map(inWords);
    return ways.length > 0 ? listed(ways) : undefined;
  });

function inWords([first = '', ...others]: readonly string[]): string {
  return others.length > 0 ? `${first} with ${others.join(' and ')}` : first;
}

/** A policy with all rights is reported by the other rule, and is no better. */
function isModest(document: unknown): boolean {
  const isWide = (policy: Policy) => grantsEverything(policy) || grantsIam(policy) || escalations(policy).length > 0;
  const { fault, unreadable } = faultIn(document, (policy) => isWide(policy) || undefined);
  return fault === undefined && unreadable === undefined;
}

function judgeVersion(state: IamEntity) {
  const current = defaultVersionOf(state);
  if (!current) return unknown('No event showed the default version of the policy.');
  const { fault: ways, unreadable } = waysIn(current.document);
  if (unreadable) return unknown('The default version of the policy cannot be read.');
  if (ways === undefined) return [];
  return [{ message: 'version' as const, path: 'version', data: { version: current.id, ways } }];
}

const TOGETHER = 'inline together';

/** The violation of several inline policies that give together what none of them gives. */
function together({ inline }: IamEntity, boundary: string | undefined) {
  const readings = inline.items.map(({ document }) => readPolicy(document));
  const policies = readings.flatMap((reading) => (reading.is === 'policy' ? [reading.policy] : []));
  if (policies.some((policy) => grantsEverything(policy) || grantsIam(policy))) return [];
  const { fault: ways } = waysIn({ Statement: policies.flatMap(({ statements }) => statements.map(({ raw }) => raw)) });
  if (ways === undefined) return [];
  const data = { policies: listed(inline.items.map(({ name }) => name)), ways };
  return boundary
    ? [{ message: 'togetherLimited' as const, path: TOGETHER, data: { ...data, boundary } }]
    : [{ message: 'together' as const, path: TOGETHER, data }];
}

function judgeHolder(state: IamEntity) {
  const inline = state.inline.items.map(({ name, document }) => ({ name, ...waysIn(document) }));
  const boundary = limitOf(state);
  const found = inline.flatMap(({ name: policy, fault: ways }) => (ways === undefined ? [] : [{ policy, ways }]));
  const violations = found.map(({ policy, ways }) => {
    const path = `inline/${policy}`;
    return boundary
      ? { message: 'limited' as const, path, data: { policy, boundary, ways } }
      : { message: 'inline' as const, path, data: { policy, ways } };
  });
  return concludeHolder(
    [...violations, ...(found.length > 0 ? [] : together(state, boundary))],
    inline.some(({ unreadable }) => unreadable),
    state.inline.complete,
  );
}
