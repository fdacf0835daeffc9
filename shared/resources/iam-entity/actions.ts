import { inverses, swap } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { writable } from '../../policy/deleted.ts';
import { describePolicy } from '../common/policy-change.ts';
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
  describe: ({ name, before, after }) => describePolicy(`inline policy ${name}`, before, after),
  simulate: (entity, { name, after }) => ({
    ...entity,
    inline:
      after === null
        ? withoutItems(entity.inline, (policy) => policy.name === name)
        : withItems(entity.inline, [{ name, document: after }], (policy) => policy.name),
  }),
});

/** A version never changes, so the documents say what the exchange changes. */
interface Versions {
  /** By the id of the version, those that are known. */
  readonly documents?: Readonly<Record<string, unknown>>;
}

export const setDefaultPolicyVersion = swap<IamEntity, string, Versions>()({
  type: 'iam.set-default-policy-version',
  describe: ({ before, after, documents = {} }) => {
    const step = `Make version ${after} the default version of the policy instead of ${before}`;
    const isKnown = Object.hasOwn(documents, before) && Object.hasOwn(documents, after);
    return isKnown ? `${step}: ${describePolicy('policy', documents[before], documents[after])}` : step;
  },
  simulate: (entity, { after }) => ({ ...entity, defaultVersion: after }),
});

/** Ids of deleted principals are left out: AWS refuses them. */
export const updateTrustPolicy = swap<IamEntity, unknown>()({
  type: 'iam.update-trust-policy',
  describe: ({ before, after }) => describePolicy('trust policy', before, after),
  simulate: (entity, { after }) => ({ ...entity, trust: writable(after) }),
});
