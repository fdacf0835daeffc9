import * as z from 'zod';
import { conclude, defineRule, partly, unknown } from '../../core/rule.ts';
import { grantsEverything } from '../../policy/admin.ts';
import { globCovers } from '../../policy/glob.ts';
import { readPolicy } from '../../policy/policy.ts';
import { detachPolicy, putInlinePolicy, setDefaultPolicyVersion } from '../../resources/iam-entity/actions.ts';
import {
  type IamEntity,
  iamEntity,
  isIdentityCenterRole,
  nameOf,
  resourceOf,
} from '../../resources/iam-entity/kind.ts';

export default defineRule({
  id: 'iam-full-admin-policy',
  title: 'IAM policies do not allow every action on every resource',
  severity: 'critical',
  kind: iamEntity,
  watches: ['inline', 'attached', 'versions', 'defaultVersion'],
  reads: ['path'],
  // AWS refuses to delete the default version.
  notTriggeredBy: ['iam:DeletePolicyVersion'],
  controls: {
    fsbp: ['IAM.1'],
    'cis-3.0': ['1.16'],
    'cis-5.0': ['1.15'],
    soc2: ['CC1.3', 'CC6.3'],
    'iso-27001': ['A.5.18', 'A.8.2'],
    'ellipsis-drive': ['ED-L5.3', 'ED-L5.4'],
  },
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
  },
  fix: 'Allow only the actions and resources that are needed. List break-glass roles as administrators.',

  judge(state, { ref, options: { administrators } }) {
    if (isIdentityCenterRole(ref.id, state) || isAmong(administrators, ref.id)) return [];
    if (ref.id.startsWith('policy/')) {
      const current = state.versions.items.find(({ id }) => id === state.defaultVersion);
      if (!current) return unknown('No event showed the default version of the policy.');
      if (rightsOf(current) === 'unreadable') return unknown('The default version of the policy cannot be read.');
      if (rightsOf(current) === 'some') return [];
      return [{ message: 'version', path: 'version', data: { version: current.id } }];
    }
    const inline = state.inline.items.filter((policy) => rightsOf(policy) === 'all').map(({ name }) => name);
    const attached = state.attached.items.filter((arn) => isFull(arn, administrators));
    return conclude(
      [
        ...inline.map((policy) => ({ message: 'inline' as const, path: `inline/${policy}`, data: { policy } })),
        ...attached.map((policy) => ({ message: 'attached' as const, path: `attached/${policy}`, data: { policy } })),
      ],
      state.inline.items.some((policy) => rightsOf(policy) === 'unreadable') &&
        unknown('An inline policy cannot be read.'),
      !(state.inline.complete && state.attached.complete) && partly('Events did not show all policies of the entity.'),
    );
  },

  remediation: {
    mode: 'approve',
    actions: [detachPolicy, putInlinePolicy, setDefaultPolicyVersion],
    plan(state, violations, { baseline }) {
      const wrong = new Set(violations.map(({ path }) => path));
      if (wrong.has('version')) return earlierVersion(state, baseline);
      const attached = state.attached.items.filter((arn) => wrong.has(`attached/${arn}`));
      const inline = state.inline.items.filter(({ name }) => wrong.has(`inline/${name}`));
      return [
        ...attached.map((policy) => detachPolicy({ policy })),
        ...inline.map(({ name, document: before }) => {
          const was = baseline?.inline.items.find((policy) => policy.name === name);
          return putInlinePolicy({ name, before, after: was && rightsOf(was) === 'some' ? was.document : null });
        }),
      ];
    },
  },
});

function rightsOf({ document }: { readonly document: unknown }): 'all' | 'some' | 'unreadable' {
  const reading = readPolicy(document);
  if (reading.is === 'malformed') return 'unreadable';
  return reading.is === 'policy' && grantsEverything(reading.policy) ? 'all' : 'some';
}

/** A customer managed policy with full rights has its own finding, unless it is listed for administrators. */
function isFull(arn: string, administrators: readonly string[]): boolean {
  return /^arn:[^:]*:iam::aws:policy\/AdministratorAccess$/.test(arn) || isAmong(administrators, resourceOf(arn));
}

function isAmong(patterns: readonly string[], id: string): boolean {
  return patterns.some((pattern) => globCovers(pattern, id) || globCovers(pattern, nameOf(id)));
}

function earlierVersion({ versions, defaultVersion: before }: IamEntity, baseline: IamEntity | undefined) {
  const was = versions.items.find(({ id }) => id === baseline?.defaultVersion);
  if (!before || !was || rightsOf(was) !== 'some')
    return { cannot: 'No earlier version of this policy is known to allow less.' };
  return [setDefaultPolicyVersion({ before, after: was.id })];
}
