import { describe, expect, test } from 'vitest';
import { type Exchange, inverses, swap } from '../../shared/core/action.ts';

interface Door {
  readonly open: readonly string[];
  readonly lock?: string | null;
}

const [open, shut] = inverses<Door, { readonly door: string }>()(
  {
    type: 'test.open-door',
    describe: ({ door }) => `Open ${door}`,
    simulate: (state, { door }) => ({ ...state, open: [...new Set([...state.open, door])] }),
  },
  {
    type: 'test.shut-door',
    describe: ({ door }) => `Shut ${door}`,
    simulate: (state, { door }) => ({ ...state, open: state.open.filter((one) => one !== door) }),
  },
);
const setLock = swap<Door, string | null, { readonly door: string }>()({
  type: 'test.set-lock',
  describe: ({ door, after }) => `Set the lock of ${door} to ${after ?? 'none'}`,
  simulate: (state, { after }) => ({ ...state, lock: after }),
});

describe('two actions that undo each other', () => {
  test('are plain JSON', () => {
    expect(open({ door: 'front' })).toEqual({ type: 'test.open-door', params: { door: 'front' } });
    expect(JSON.parse(JSON.stringify(shut({ door: 'front' })))).toEqual(shut({ door: 'front' }));
  });

  test('are inverses of each other', () => {
    expect([open.type, open.undoneBy]).toEqual(['test.open-door', 'test.shut-door']);
    expect([shut.type, shut.undoneBy]).toEqual(['test.shut-door', 'test.open-door']);
    expect(open.inverse({ door: 'front' })).toEqual(shut({ door: 'front' }));
    expect(shut.inverse({ door: 'front' })).toEqual(open({ door: 'front' }));
  });

  test('describe themselves and restore the earlier state', () => {
    const state: Door = { open: ['back'] };
    expect(open.describe({ door: 'front' })).toBe('Open front');
    expect(shut.simulate(open.simulate(state, { door: 'front' }), { door: 'front' })).toEqual(state);
  });
});

describe('an action that replaces a value', () => {
  const params: { readonly door: string } & Exchange<string | null> = { door: 'front', before: null, after: 'bolt' };

  test('is its own inverse, with before and after exchanged', () => {
    expect(setLock.undoneBy).toBe('test.set-lock');
    expect(setLock.inverse(params)).toEqual(setLock({ door: 'front', before: 'bolt', after: null }));
  });

  test('restores the earlier value', () => {
    const done = setLock.simulate({ open: [], lock: null }, params);
    const { params: back } = setLock.inverse(params) as ReturnType<typeof setLock>;
    expect(done.lock).toBe('bolt');
    expect(setLock.simulate(done, back).lock).toBeNull();
  });
});
