import { describe, expect, test } from 'vitest';
import { decodeEvent, type EventId } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf, UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import { prefixList } from '../../../shared/resources/prefix-list/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'pl-0123456789abcdef0';
const event = (name: string, request: object, response?: object) =>
  decodeEvent(trailRecord(`ec2:${name}` as EventId, { request, ...(response ? { response } : {}) }));
const after = (
  known: { blocks: typeof UNSEEN | ReturnType<typeof exactly<string>> } | undefined,
  given: ReturnType<typeof event>,
) => evolve(prefixList, known, given, ID);

describe('a prefix list', () => {
  test('is created with all of its blocks', async () => {
    const created = event(
      'CreateManagedPrefixList',
      {
        CreateManagedPrefixListRequest: {
          Entry: [
            { tag: 1, Cidr: '10.0.0.7/8' },
            { tag: 2, Cidr: '0.0.0.0/0' },
          ],
        },
      },
      { CreateManagedPrefixListResponse: { prefixList: { prefixListId: ID } } },
    );
    expect(refsOf(prefixList, created).map(({ id }) => id)).toEqual([ID]);
    expect(await after(undefined, created)).toEqual({ blocks: exactly(['10.0.0.0/8', '0.0.0.0/0']) });
  });

  test('gets and loses blocks, one or several, as XML or as JSON', async () => {
    const one = event('ModifyManagedPrefixList', {
      ModifyManagedPrefixListRequest: {
        PrefixListId: ID,
        AddEntry: { Cidr: '0.0.0.0/0' },
        RemoveEntry: { Cidr: '10.0.0.0/8' },
      },
    });
    expect(await after({ blocks: exactly(['10.0.0.0/8']) }, one)).toEqual({ blocks: exactly(['0.0.0.0/0']) });
    const several = event('ModifyManagedPrefixList', {
      prefixListId: ID,
      addEntries: { items: [{ cidr: '192.0.2.0/24' }, { cidr: '198.51.100.0/24' }] },
    });
    expect(await after(undefined, several)).toEqual({
      blocks: { items: ['192.0.2.0/24', '198.51.100.0/24'], complete: false },
    });
  });

  test('is unknown after an earlier version is restored, and gone after its deletion', async () => {
    const request = { prefixListId: ID };
    expect(await after({ blocks: exactly(['10.0.0.0/8']) }, event('RestoreManagedPrefixListVersion', request))).toEqual(
      {
        blocks: UNSEEN,
      },
    );
    expect(await after(undefined, event('DeleteManagedPrefixList', request))).toBe(GONE);
  });

  test('a call without a list or a block cannot be read', async () => {
    expect(() => refsOf(prefixList, event('DeleteManagedPrefixList', {}))).toThrow('names no prefix list');
    await expect(
      after(undefined, event('ModifyManagedPrefixList', { prefixListId: ID, addEntries: [{}] })),
    ).rejects.toThrow('an entry without a block');
  });
});
