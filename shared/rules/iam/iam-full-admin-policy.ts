import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { grantsEverything, grantsIam } from '../../policy/admin.ts';
import { listed } from '../../policy/sentence.ts';
import { detachPolicy, putInlinePolicy, setDefaultPolicyVersion } from '../../resources/iam-entity/actions.ts';
import { type IamEntity, iamEntity, resourceOf } from '../../resources/iam-entity/kind.ts';
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
  isAdministratorAccess,
  isAmong,
  limitOf,
  modest,
  unlessReserved,
} from '../common/identity-policy.ts';
import { isOwnRole, OWN_ROLE } from '../common/own-role.ts';

/** What asks for no policy with `*` asks for nothing of policies for IAM alone. */
const onIam = <const Text extends string>(text: Text) => ({ text, controls: ['iam-full-admin-policy/iam-only'] });
const limited = <const Text extends string>(text: Text) => ({ text, severity: 'medium' as const });

export default defineRule({
  id: 'iam-full-admin-policy',
  title: 'IAM policies allow neither every action nor every action of IAM on every resource',
  severity: 'critical',
  kind: iamEntity,
  watches: ['inline', 'attached', 'versions', 'defaultVersion', 'boundary'],
  reads: ['path'],
  neighbours: ['administrators'],
  // AWS refuses to delete the default version.
  notTriggeredBy: ['iam:DeletePolicyVersion'],
  controls: ['iam-full-admin-policy'],
  options: z.strictObject({
    administrators: z
      .array(z.string())
      .default([])
      .describe(
        'Users, groups, roles and policies that may have full rights: names, or ids such as `role/break-glass`, with `*` and `?`.',
      ),
  }),
  messages: {
    version: 'Version {{version}}, the default version, allows every action on every resource.',
    inline: 'The inline policy {{policy}} allows every action on every resource.',
    attached: 'The attached policy {{policy}} allows every action on every resource.',
    versionOfIam: onIam(
      'Version {{version}}, the default version, allows every action of IAM: its holder can give itself all rights.',
    ),
    inlineOfIam: onIam(
      'The inline policy {{policy}} allows every action of IAM: its holder can give itself all rights.',
    ),
    attachedOfIam: onIam(
      'The attached policy {{policy}} allows every action of IAM: its holder can give itself all rights.',
    ),
    limited: limited(
      'The policy {{policy}} allows its holder everything that the permissions boundary {{boundary}} leaves.',
    ),
  },
  fix: 'Allow only the actions and resources that are needed. List break-glass roles as administrators.',

  judge(state, { ref, options: { administrators } }) {
    if (isAmong(administrators, ref.id)) return [];
    return ref.id.startsWith('policy/')
      ? judgeVersion(state)
      : unlessReserved(ref.id, state, judgeHolder(state, administrators));
  },

  remediation: {
    mode: 'approve',
    actions: [detachPolicy, putInlinePolicy, setDefaultPolicyVersion],
    plan(state, violations, context) {
      const { ref, baseline } = context;
      if (isOwnRole(ref.id)) return { cannot: OWN_ROLE };
      if (takesAll(violations) && isLastAdministrator(context)) return { cannot: LAST_ADMINISTRATOR };
      const wrong = new Set(violations.map(({ path }) => path));
      if (wrong.has('version')) return earlierVersion(state, baseline, isModest);
      const attached = state.attached.items.filter((arn) => wrong.has(`attached/${arn}`));
      const inline = state.inline.items.filter(({ name }) => wrong.has(`inline/${name}`));
      return [
        ...attached.map((policy) => detachPolicy({ policy })),
        ...inline.map(({ name, document: before }) => {
          const was = baseline?.inline.items.find((policy) => policy.name === name);
          return putInlinePolicy({ name, before, after: modest(before, was?.document, isModest) });
        }),
      ];
    },
    needsOneOf: (violations, context) => (takesAll(violations) ? administratorsLeft(context) : undefined),
    caution(_, violations, context) {
      if (!takesAll(violations)) return undefined;
      const { administrators } = context.options;
      const known =
        administrators.length > 0
          ? `The settings name as administrators: ${listed(administrators)}.`
          : 'The settings name no administrator.';
      return `${known} ${leftToAdminister(context)}`;
    },
  },
});

/** Whether the plan takes all rights from somebody. Within a permissions boundary nobody has them. */
function takesAll(violations: readonly { readonly message: string }[]): boolean {
  return violations.some(({ message }) => message !== 'limited');
}

type Extent = 'all' | 'iam';

const extentOf = (document: unknown) =>
  faultIn(document, (policy): Extent | undefined => {
    if (grantsEverything(policy)) return 'all';
    return grantsIam(policy) ? 'iam' : undefined;
  });

function isModest(document: unknown): boolean {
  const { fault, unreadable } = extentOf(document);
  return fault === undefined && unreadable === undefined;
}

function judgeVersion(state: IamEntity) {
  const current = defaultVersionOf(state);
  if (!current) return unknown('No event showed the default version of the policy.');
  const { fault, unreadable } = extentOf(current.document);
  if (unreadable) return unknown('The default version of the policy cannot be read.');
  if (fault === undefined) return [];
  const message = fault === 'all' ? ('version' as const) : ('versionOfIam' as const);
  return [{ message, path: 'version', data: { version: current.id } }];
}

function judgeHolder(state: IamEntity, administrators: readonly string[]) {
  const inline = state.inline.items.map(({ name, document }) => ({ name, ...extentOf(document) }));
  const boundary = limitOf(state);
  const found = [
    ...inline.flatMap(({ name: policy, fault }) => (fault ? [{ policy, kind: 'inline' as const, fault }] : [])),
    ...state.attached.items.flatMap((policy) => {
      const fault = extentOfAttached(policy, administrators);
      return fault ? [{ policy, kind: 'attached' as const, fault }] : [];
    }),
  ];
  const violations = found.map(({ policy, kind, fault }) => {
    const path = `${kind}/${policy}`;
    if (boundary) return { message: 'limited' as const, path, data: { policy, boundary } };
    const message = fault === 'all' ? kind : (`${kind}OfIam` as const);
    return { message, path, data: { policy } };
  });
  const isUnreadable = inline.some(({ unreadable }) => unreadable);
  return concludeHolder(violations, isUnreadable, state.inline.complete && state.attached.complete);
}

/** A customer managed policy with full rights has its own finding, unless it is listed for administrators. */
function extentOfAttached(arn: string, administrators: readonly string[]): Extent | undefined {
  if (isAdministratorAccess(arn) || isAmong(administrators, resourceOf(arn))) return 'all';
  return /^arn:[^:]*:iam::aws:policy\/IAMFullAccess$/.test(arn) ? 'iam' : undefined;
}
