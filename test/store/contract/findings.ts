import { beforeAll, expect, test } from 'vitest';
import type { Ref } from '../../../shared/core/ref.ts';
import type { Store } from '../../../shared/store/store.ts';
import { ACCOUNT, event, finding, NOW, newRef, nothing, storedFinding, violation, writes } from '../things.ts';
import type { Make } from './make.ts';

export function findings(make: Make): void {
  let store: Store;
  beforeAll(async () => {
    store = await make();
  });

  test('are found by their id, whatever their status', async () => {
    const ref = newRef();
    const [a, b] = [finding(ref, 'a'), finding(ref, 'b', { status: 'resolved', resolvedAt: NOW })];
    await store.save(nothing(ref), writes({ findings: [storedFinding(a), storedFinding(b)] }));
    expect(await store.locate(a.id)).toStrictEqual(ref);
    expect(await store.locate(b.id)).toStrictEqual(ref);
    expect(await store.locate('nobody')).toBeUndefined();
  });

  test('that are not resolved are listed, page by page, each resource once', async () => {
    const store = await make(2);
    const refs = Array.from({ length: 5 }, () => newRef());
    const place = { kind: 'security-group', account: ACCOUNT, region: 'eu-west-1' };
    for (const ref of refs) {
      const statuses = [finding(ref, 'a'), finding(ref, 'b', { status: 'exempt' }), finding(ref, 'c')];
      await store.save(nothing(ref), writes({ findings: statuses.map((each) => storedFinding(each)) }));
    }
    const others: Ref[] = [
      { ...place, kind: 'security-groups', id: '1' },
      { ...place, account: '444455556666', id: '1' },
      { ...place, region: 'us-east-1', id: '1' },
    ];
    for (const other of others) await store.save(nothing(other), writes({ findings: [storedFinding(finding(other))] }));
    const [first, ...rest] = await pages(store, place);
    expect(first?.length).toBeLessThan(5);
    expect([first, ...rest].flat()).toStrictEqual(refs);

    const [done = expect.fail()] = refs;
    const resolved = ['a', 'b', 'c'].map((rule) => storedFinding(finding(done, rule, { status: 'resolved' })));
    await store.save(await store.resource(done), writes({ findings: resolved.slice(0, 2) }));
    expect((await pages(store, place)).flat()).toStrictEqual(refs);
    await store.save(await store.resource(done), writes({ findings: resolved }));
    expect((await pages(store, place)).flat()).toStrictEqual(refs.slice(1));
  });

  test('or none: resources that are there are listed, page by page, until they are gone', async () => {
    const store = await make(2);
    const refs = Array.from({ length: 5 }, () => newRef('cloudtrail-trail'));
    const [first = expect.fail(), second = expect.fail()] = refs;
    const place = { kind: first.kind, account: first.account, region: first.region };
    // In whichever order the store keeps them.
    const sorted = (list: readonly Ref[]) => list.map(({ id }) => id).sort();
    const known = async () => sorted((await pages(store, place, 'known')).flat());
    for (const ref of refs) await store.save(nothing(ref), writes({ resource: { state: { isLogging: true } } }));
    await store.save(nothing(newRef()), writes({ resource: { state: { isLogging: true } } }));
    expect((await pages(store, place, 'known')).map((page) => page.length)).toContain(2);
    expect(await known()).toStrictEqual(sorted(refs));
    expect((await pages(store, place)).flat()).toStrictEqual([]);
    await store.save(await store.resource(first), writes({ resource: { state: null } }));
    // Too large to be stored, and there all the same.
    await store.save(await store.resource(second), writes({ resource: { state: { policy: 'x'.repeat(310_000) } } }));
    expect(await known()).toStrictEqual(sorted(refs.slice(1)));
    await store.save(await store.resource(first), writes({ resource: { state: {} } }));
    expect(await known()).toStrictEqual(sorted(refs));
  });

  test('that are too large are cut, and told', async () => {
    const ref = newRef();
    const violations = Array.from({ length: 5_000 }, (_, at) =>
      violation(`tcp/${at}`, { text: `${at} ${'é'.repeat(50)}.` }),
    );
    const it = finding(ref, 'large', { violations });
    const one = event(it);
    await store.save(
      nothing(ref),
      writes({ resource: { state: { policy: 'x'.repeat(310_000) } }, findings: [storedFinding(it)], events: [one] }),
    );
    const record = await store.resource(ref);
    expect(record).not.toHaveProperty('state');
    for (const cut of [record.findings[0]?.finding, (await store.event(one.id))?.finding, await store.event(one.id)]) {
      expect(cut?.violations).toHaveLength(51);
      expect(cut?.violations.at(-1)?.text).toBe('There are 4950 more violations.');
    }
  });
}

/** All pages of what is unresolved, or of what is known. */
export async function pages(
  store: Store,
  place: Omit<Ref, 'id'>,
  of: 'unresolved' | 'known' = 'unresolved',
): Promise<readonly (readonly Ref[])[]> {
  const { refs, next } = await store[of](place);
  const all = [refs];
  for (let from = next; from !== undefined; ) {
    const page = await store[of](place, from);
    all.push(page.refs);
    from = page.next;
  }
  return all;
}
