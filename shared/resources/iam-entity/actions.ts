import { inverses, swap } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import type { IamEntity } from './kind.ts';

export const [detachPolicy, attachPolicy] = inverses<IamEntity, { readonly policy: string }>()(
  {
    type: 'iam.detach-policy',
    describe: ({ policy }) => `Detach ${policy}`,
    simulate: (entity, { policy }) => ({ ...entity, attached: withoutItems(entity.attached, (arn) => arn === policy) }),
  },
  {
    type: 'iam.attach-policy',
    describe: ({ policy }) => `Attach ${policy}`,
    simulate: (entity, { policy }) => ({ ...entity, attached: withItems(entity.attached, [policy], (arn) => arn) }),
  },
);

/** `null`: there is no inline policy with this name. */
export const putInlinePolicy = swap<IamEntity, unknown, { readonly name: string }>()({
  type: 'iam.put-inline-policy',
  describe: ({ name, before, after }) => {
    if (after === null) return `Delete the inline policy ${name}`;
    return before === null ? `Set the inline policy ${name}` : `Replace the inline policy ${name} by the earlier one`;
  },
  simulate: (entity, { name, after }) => ({
    ...entity,
    inline:
      after === null
        ? withoutItems(entity.inline, (policy) => policy.name === name)
        : withItems(entity.inline, [{ name, document: after }], (policy) => policy.name),
  }),
});

export const setDefaultPolicyVersion = swap<IamEntity, string>()({
  type: 'iam.set-default-policy-version',
  describe: ({ before, after }) => `Make version ${after} the default version of the policy instead of ${before}`,
  simulate: (entity, { after }) => ({ ...entity, defaultVersion: after }),
});

export const updateTrustPolicy = swap<IamEntity, unknown>()({
  type: 'iam.update-trust-policy',
  describe: () => 'Replace the trust policy by the corrected one',
  simulate: (entity, { after }) => ({ ...entity, trust: after }),
});
