import { describe, expect, test } from 'vitest';
import { disputedAfter, disputedBy, undisputed } from '../../shared/store/disputed.ts';
import { bodiesOf } from '../../shared/store/items.ts';
import type { ResourceRecord } from '../../shared/store/store.ts';

const BEFORE = { policy: 'with a stranger', tags: 1 };
const LEFT = { policy: 'as the run left it', tags: 1 };
const RUN = { rule: 's3-bucket-policy-public', before: BEFORE, fields: ['policy'] };
const record: ResourceRecord = {
  ref: { kind: 's3-bucket', account: '111122223333', region: 'eu-west-1', id: 'site' },
  version: 3,
  state: LEFT,
  findings: [],
};

/** After the run, and after the first read that follows. */
function read() {
  const first = disputedAfter({ ...record, disputed: disputedBy(record, RUN) }, LEFT);
  return first ?? expect.fail('the dispute is over');
}

describe('the dispute over what a run has left', () => {
  test('goes on while nobody changes what the run has changed', () => {
    expect(disputedAfter({ ...record, disputed: read() }, { ...LEFT, tags: 2 })).toEqual(read());
    expect(read()).toMatchObject({ before: BEFORE, wrongFor: [RUN.rule], fields: ['policy'] });
  });

  test('is over once somebody does, or once the resource is gone', () => {
    expect(disputedAfter({ ...record, disputed: read() }, { ...LEFT, policy: 'chosen' })).toBeUndefined();
    expect(disputedAfter({ ...record, disputed: read() }, null)).toBeUndefined();
  });

  test('keeps the state before the first of two such runs', () => {
    const again = disputedBy({ ...record, disputed: read() }, { ...RUN, before: LEFT, fields: ['acl'] });
    expect(again).toEqual({ before: BEFORE, wrongFor: [RUN.rule], fields: ['acl', 'policy'] });
  });

  test('begins with a read between two steps of a run, and ends with the run where nobody disputes it', () => {
    const during = disputedAfter({ ...record, state: BEFORE, activeRun: 'x-1' }, LEFT);
    expect(during).toEqual({ before: BEFORE, wrongFor: [], fields: [] });
    expect(disputedAfter({ ...record, activeRun: 'x-1' }, LEFT)).toBeUndefined();
    expect(during && undisputed({ disputed: during })).toBeUndefined();
    expect(undisputed({ disputed: read() })).toEqual(read());
  });
});

test('what is too large to be stored is left out, the state first, and the dispute and the active run are kept', () => {
  const large = { policy: 'x'.repeat(310_000) };
  const stored = (resource: object) => JSON.parse(bodiesOf({ resource, findings: [], events: [] }).resource) as object;
  const disputed = disputedBy(record, RUN);
  expect(stored({ state: large, activeRun: 'x-1', disputed })).toEqual({ activeRun: 'x-1', disputed });
  const { before: _before, ...rest } = disputed;
  expect(stored({ state: large, activeRun: 'x-1', disputed: { ...disputed, before: large } })).toEqual({
    activeRun: 'x-1',
    disputed: rest,
  });
});
