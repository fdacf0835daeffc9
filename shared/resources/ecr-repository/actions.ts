import { swap } from '../../core/action.ts';
import { writable } from '../../policy/deleted.ts';
import { describePolicy } from '../common/policy-change.ts';
import { putField, switched } from '../common/put-field.ts';
import type { EcrRepository } from './kind.ts';

const put = putField<EcrRepository>();

/** `null` deletes the policy. Ids of deleted principals are left out: AWS refuses them. */
export const putRepositoryPolicy = swap<EcrRepository, unknown>()({
  type: 'ecr.put-repository-policy',
  describe: ({ before, after }) => describePolicy('repository policy', before, after),
  simulate: (repository, { after }) => ({ ...repository, policy: writable(after) }),
});

export const putScanOnPush = put('ecr.put-scan-on-push', 'scanOnPush', switched('the scan of images that are pushed'));

export const putTagMutability = put('ecr.put-tag-mutability', 'tags', ({ mode, exclusions }) =>
  [`Make the tags ${mode}`, ...exclusions].join(', except '),
);
