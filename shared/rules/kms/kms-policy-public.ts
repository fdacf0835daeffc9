import * as z from 'zod';
import { type Context, conclude, defineRule, unknown } from '../../core/rule.ts';
import { withoutStatements } from '../../policy/edit.ts';
import { type Exposure, exposures, isPublic } from '../../policy/exposure.ts';
import { globCovers } from '../../policy/glob.ts';
import { trustOf } from '../../policy/open-statements.ts';
import { type Policy, parsePolicy, policyIn, readPolicy } from '../../policy/policy.ts';
import { putKeyPolicy } from '../../resources/kms-key/actions.ts';
import { type KmsKey, kmsKey } from '../../resources/kms-key/kind.ts';

const options = z.strictObject({
  sharedKeys: z
    .array(z.string())
    .default([])
    .describe('Ids of keys that named foreign accounts may use; that anyone may is reported all the same.'),
});
type Judging = Context<KmsKey, z.output<typeof options>>;

export default defineRule({
  id: 'kms-policy-public',
  title: 'KMS key policies let in trusted accounts only',
  severity: 'critical',
  kind: kmsKey,
  watches: ['policy'],
  controls: { fsbp: ['KMS.5'], 'iso-27001': ['A.8.1'], 'ellipsis-drive': ['ED-L28.1'], 'inrupt-ess': ['ESS-L37.1'] },
  options,
  messages: {
    public: 'The key policy is open to the public: {{says}}.',
    foreign: { text: 'The key policy lets in somebody who is not trusted: {{says}}.', severity: 'high' },
  },
  fix: 'Name the accounts and roles that need the key, and add those you trust to the configuration.',

  judge({ policy }, context) {
    if (policy === undefined) return unknown('The key policy was not shown by any event.');
    const reading = readPolicy(policy);
    const found = offences(policyIn(reading), context).map((exposure) => ({
      message: isPublic(exposure) ? ('public' as const) : ('foreign' as const),
      path: keyOf(exposure),
      data: { says: exposure.says },
    }));
    return conclude(found, reading.is === 'malformed' && unknown(`The key policy cannot be read: ${reading.reason}.`));
  },

  remediation: {
    mode: 'approve',
    actions: [putKeyPolicy],
    plan({ policy }, _, context) {
      const reading = readPolicy(policy);
      if (reading.is === 'malformed') return { cannot: `The key policy cannot be read: ${reading.reason}.` };
      const before = readPolicy(context.baseline?.policy);
      if (before.is === 'policy' && offences(before.policy, context).length === 0) {
        return [putKeyPolicy({ before: policy, after: before.policy.document })];
      }
      const now = policyIn(reading);
      const after = now && withoutStatements(now, new Set(offences(now, context).map((exposure) => exposure.path)));
      if (!after || !canChange(after, context.ref.account)) {
        return { cannot: 'Without the offending statements nobody in the account could change the key policy again.' };
      }
      return [putKeyPolicy({ before: policy, after })];
    },
  },
});

function offences(policy: Policy | undefined, { ref, options: { sharedKeys }, trusted }: Judging): readonly Exposure[] {
  const found = exposures(policy, trustOf(ref.account, trusted));
  return sharedKeys.includes(ref.id) ? found.filter(isPublic) : found;
}

function keyOf({ path, to, through }: Exposure): string {
  const who = typeof to === 'string' ? to : Object.values(to).join();
  return through === undefined ? `${path} ${who}` : `${path} ${who} through ${through}`;
}

/** Whether a policy keeps an unconditional way for the account itself to put another one. */
function canChange(document: unknown, account: string): boolean {
  const statements = parsePolicy(document)?.statements ?? [];
  return statements.some(
    ({ effect, who, actions, clauses }) =>
      effect === 'allow' &&
      clauses.length === 0 &&
      !actions.but &&
      actions.patterns.some((pattern) => globCovers(pattern, 'kms:putkeypolicy')) &&
      who?.but === false &&
      who.principals.some((principal) => 'account' in principal && principal.account === account),
  );
}
