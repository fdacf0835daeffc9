import { beforeAll, expect, test } from 'vitest';
import { pagesOf } from '../../../shared/core/pages.ts';
import type { Ref } from '../../../shared/core/ref.ts';
import type { Store, StoredFinding } from '../../../shared/store/store.ts';
import { event, finding, NOW, newRef, nothing, storedFinding, writes } from '../things.ts';
import type { Make } from './make.ts';

const sorted = (refs: readonly Ref[]) => refs.map(({ id }) => id).sort();

export function resources(make: Make): void {
  let store: Store;
  beforeAll(async () => {
    store = await make();
  });

  test('nothing is known of what was never written', async () => {
    const ref = newRef();
    expect(await store.resource(ref)).toStrictEqual(nothing(ref));
  });

  test('what was written is read, and the version counts', async () => {
    const ref = newRef();
    const [a, b] = [
      storedFinding(finding(ref, 'a'), { baseline: { ok: true }, eventCount: 3, remediationTimes: [NOW] }),
      storedFinding(finding(ref, 'b')),
    ];
    const resource = { state: { ingress: [], name: undefined, off: null }, salt: 'salt', readAt: NOW };
    await store.save(nothing(ref), writes({ resource, findings: [b, a] }));
    const record = await store.resource(ref);
    expect(record).toStrictEqual({
      ref,
      version: 1,
      ...resource,
      state: { ingress: [], off: null },
      findings: [a, b],
    });
    await store.save(record, writes());
    expect(await store.resource(ref)).toStrictEqual({ ref, version: 2, findings: [a, b] });
  });

  test('a resource is found by the neighbours on which its judgement depends, and by no others', async () => {
    const [ref, other] = [newRef(), newRef()];
    const [account, trails] = [`s3-account|${ref.id}`, `cloudtrail-trail|${ref.id}|*`];
    const dependents = async (key: string) => sorted((await store.dependents(key)).refs);
    await store.save(nothing(ref), writes({ resource: { dependsOn: [account, trails] } }));
    await store.save(nothing(other), writes({ resource: { dependsOn: [account] } }));
    expect(await dependents(account)).toStrictEqual(sorted([ref, other]));
    expect(await dependents(trails)).toStrictEqual([ref.id]);
    const record = await store.resource(ref);
    expect(record.dependsOn).toStrictEqual([account, trails]);
    await store.save(record, writes({ resource: { dependsOn: [trails] } }));
    expect(await dependents(account)).toStrictEqual([other.id]);
    await store.save(await store.resource(ref), writes());
    expect(await dependents(trails)).toStrictEqual([]);
  });

  test('dependents are listed in pages', async () => {
    const refs = Array.from({ length: 5 }, newRef);
    const key = `s3-account|${refs[0]?.id}`;
    for (const ref of refs) await store.save(nothing(ref), writes({ resource: { dependsOn: [key] } }));
    const found: Ref[] = [];
    for await (const { refs: some } of pagesOf((from) => store.dependents(key, from))) found.push(...some);
    expect(sorted(found)).toStrictEqual(sorted(refs));
  });

  test('a finding is written only where it stands in the writes', async () => {
    const ref = newRef();
    const [a, b] = [storedFinding(finding(ref, 'a')), storedFinding(finding(ref, 'b'))];
    await store.save(nothing(ref), writes({ findings: [a, b] }));
    const later: StoredFinding = { ...a, eventCount: 2, proposal: 'abc', lastRun: 'r' };
    await store.save(await store.resource(ref), writes({ findings: [later] }));
    expect((await store.resource(ref)).findings).toStrictEqual([later, b]);
  });

  test.each([
    ['never read', undefined],
    ['gone', null],
    ['empty', {}],
  ])('a state that is %s stays so', async (_, state) => {
    const ref = newRef();
    const resource = { ...(state === undefined ? {} : { state }), readAt: NOW };
    await store.save(nothing(ref), writes({ resource }));
    expect(await store.resource(ref)).toStrictEqual({ ref, version: 1, ...resource, findings: [] });
  });

  test("what was read or written is nobody else's", async () => {
    const ref = newRef();
    const state = { rules: ['a'] };
    await store.save(nothing(ref), writes({ resource: { state } }));
    state.rules.push('b');
    ((await store.resource(ref)).state as typeof state).rules.push('c');
    expect((await store.resource(ref)).state).toEqual({ rules: ['a'] });
  });

  test('resources do not touch each other', async () => {
    const ref = newRef();
    const others: Ref[] = [
      { ...ref, id: `${ref.id}0` },
      { ...ref, id: `${ref.id}|a` },
      { ...ref, region: 'us-east-1' },
      { ...ref, account: '444455556666' },
      { ...ref, kind: 'vpc' },
    ];
    await store.save(nothing(ref), writes({ findings: [storedFinding(finding(ref))] }));
    for (const other of others) expect(await store.resource(other)).toStrictEqual(nothing(other));
  });

  test.each([
    'a|b||',
    '/aws/lambda/größe',
    'arn:aws:iam::1:role/x',
    ' ',
    '#',
    'a#finding#',
    '"\\\n',
    '💧',
    '-'.repeat(900),
  ])('the id %j is kept as it is', async (id) => {
    const store = await make();
    const ref = { ...newRef(), id };
    const it = finding(ref);
    await store.save(
      nothing(ref),
      writes({ resource: { state: { name: id } }, findings: [storedFinding(it)], events: [event(it)] }),
    );
    expect(await store.resource(ref)).toMatchObject({ ref, state: { name: id }, findings: [{ finding: it }] });
    expect(await store.locate(it.id)).toStrictEqual(ref);
    expect(await store.event(`${it.id}-1`)).toStrictEqual(event(it));
    expect((await store.unresolved(ref)).refs).toStrictEqual([ref]);
  });
}
