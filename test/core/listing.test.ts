import { expect, test } from 'vitest';
import { type Listing, UNSEEN } from '../../shared/core/kind.ts';
import { exactly, withItems, withoutItems } from '../../shared/core/listing.ts';

interface Route {
  readonly to: string;
  readonly via?: string;
}

const some: Listing<Route> = { items: [{ to: 'a', via: '1' }, { to: 'b' }], complete: false };
const keyOf = ({ to }: Route) => to;

test('withItems replaces items with the same key and adds new ones', () => {
  expect(withItems(some, [{ to: 'a', via: '2' }, { to: 'c' }], keyOf)).toEqual({
    items: [{ to: 'a', via: '2' }, { to: 'b' }, { to: 'c' }],
    complete: false,
  });
});

test('withoutItems removes items', () => {
  expect(withoutItems(some, ({ to }) => to === 'a')).toEqual({ items: [{ to: 'b' }], complete: false });
  expect(withoutItems(UNSEEN, () => true)).toEqual(UNSEEN);
});

test('adding and removing items does not change whether the listing is complete', () => {
  for (const complete of [true, false]) {
    const listing = { ...some, complete };
    expect(withItems(listing, [{ to: 'c' }], keyOf).complete).toBe(complete);
    expect(withoutItems(listing, () => true).complete).toBe(complete);
  }
  expect(withItems(UNSEEN, [], keyOf)).toEqual(UNSEEN);
});

test('exactly makes a complete listing', () => {
  expect(exactly(['a'])).toEqual({ items: ['a'], complete: true });
});
