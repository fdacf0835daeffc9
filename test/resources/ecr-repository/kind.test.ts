import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { ecrRepository } from '../../../shared/resources/ecr-repository/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'shop/orders';
const POLICY = { Version: '2012-10-17', Statement: [] };

test.each([
  ['ecr:CreateRepository', {}, { policy: null, tags: { mode: 'MUTABLE', exclusions: [] }, scanOnPush: false }],
  ['ecr:SetRepositoryPolicy', { policyText: JSON.stringify(POLICY) }, { policy: POLICY }],
  ['ecr:DeleteRepositoryPolicy', {}, { policy: null }],
  [
    'ecr:PutImageTagMutability',
    {
      imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
      imageTagMutabilityExclusionFilters: [{ filterType: 'WILDCARD', filter: 'latest' }],
    },
    { tags: { mode: 'IMMUTABLE_WITH_EXCLUSION', exclusions: ['latest'] } },
  ],
  ['ecr:PutImageScanningConfiguration', { imageScanningConfiguration: { scanOnPush: 'true' } }, { scanOnPush: true }],
  ['ecr:DeleteRepository', { force: true }, GONE],
] as const)('%s of %j', async (id, request, state) => {
  const event = decodeEvent(trailRecord(id, { request: { repositoryName: ID, ...request } }));
  expect(refsOf(ecrRepository, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(ecrRepository, undefined, event, ID)).toEqual(state);
});

test('an event that names no repository is unreadable', () => {
  const event = decodeEvent(trailRecord('ecr:DeleteRepository', { request: {} }));
  expect(() => refsOf(ecrRepository, event)).toThrow('names no repository');
});
