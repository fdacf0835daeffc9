import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { ssmDocument } from '../../../shared/resources/ssm-document/kind.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';

const ID = 'restart-shop';
const arn = `arn:aws:ssm:eu-west-1:${ACCOUNT}:document/${ID}`;
const some = (...items: readonly string[]) => ({ sharedWith: { items, complete: false } });

test.each([
  ['ssm:CreateDocument', { request: { name: ID } }, { sharedWith: { items: [], complete: true } }],
  ['ssm:ModifyDocumentPermission', { request: { name: ID, accountIdsToAdd: ['All'] } }, some('all')],
  ['ssm:ModifyDocumentPermission', { request: { name: arn, accountIdsToAdd: ['444455556666'] } }, some('444455556666')],
  [
    'ssm:ModifyDocumentPermission',
    { request: { name: ID, accountIdsToAdd: ['444455556666'], accountIdsToRemove: ['444455556666'] } },
    some(),
  ],
  ['ssm:DeleteDocument', { request: { name: ID, versionName: 'old' } }, some()],
  ['ssm:DeleteDocument', { request: { name: ID } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(ssmDocument, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(ssmDocument, undefined, event, ID)).toEqual(state);
});

test('tags of a document are a reason to look, and those of a parameter are not', () => {
  const tag = (resourceType: string) =>
    refsOf(
      ssmDocument,
      decodeEvent(trailRecord('ssm:AddTagsToResource', { request: { resourceType, resourceId: ID } })),
    );
  expect(tag('Document')).toMatchObject([{ id: ID }]);
  expect(tag('Parameter')).toEqual([]);
});

test('an event that names no document is unreadable', () => {
  const event = decodeEvent(trailRecord('ssm:DeleteDocument', { request: {} }));
  expect(() => refsOf(ssmDocument, event)).toThrow('names no document');
});
