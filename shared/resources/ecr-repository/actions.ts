import { swap } from '../../core/action.ts';
import { writable } from '../../policy/deleted.ts';
import { describePolicy } from '../common/policy-change.ts';
import { putField, switched } from '../common/put-field.ts';
import type { EcrRepository } from './kind.ts';

const put = putField<EcrRepository>();

/** `null` removes the policy. Ids of deleted principals are left out: AWS refuses them. */
export const putRepositoryPolicy = swap<EcrRepository, unknown>()({
  type: 'ecr.put-repository-policy',
  describe: ({ before, after }) => describePolicy('repository policy', before, after),
  simulate: (state, { after }) => ({ ...state, policy: writable(after) }),
});

export const putScanning = put('ecr.put-scanning', 'scans', switched('the scan of new images'));

export const putTagMutability = put('ecr.put-tag-mutability', 'mutable', (on) =>
  on ? 'Let tags move to other images' : 'Keep every tag with its image',
);
