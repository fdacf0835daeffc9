import { putField, switched } from '../common/put-field.ts';
import { putPolicy } from '../common/put-policy.ts';
import type { EcrRepository } from './kind.ts';

const put = putField<EcrRepository>();

export const putRepositoryPolicy = putPolicy<EcrRepository>()('ecr.put-repository-policy', 'repository policy');

export const putScanning = put('ecr.put-scanning', 'scans', switched('the scan of new images'));

export const putTagMutability = put('ecr.put-tag-mutability', 'mutable', (on) =>
  on ? 'Let tags move to other images' : 'Keep every tag with its image',
);
