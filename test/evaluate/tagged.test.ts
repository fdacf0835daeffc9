import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import type { EventId } from '../../shared/core/event.ts';
import { decodeEvent } from '../../shared/core/event.ts';
import { refsOf } from '../../shared/core/kind.ts';
import { tagNamesIn } from '../../shared/core/tagging.ts';
import { canExempt } from '../../shared/evaluate/tagged.ts';
import { ACCOUNT, ssoUser, trailRecord } from '../support/events.ts';
import { createWorld, GROUP, SSH } from '../support/world.ts';

const TAG = 'plumbline:exempt';
const VALUE = 'until=2026-03-02 owner=jane@example.com reason=bastion';
const MALLORY = ssoUser('mallory@example.com', 'Developer');

const tagged = (at: string, name = TAG, id = GROUP.id) =>
  trailRecord('ec2:CreateTags', {
    at,
    by: MALLORY,
    request: { resourcesSet: { items: [{ resourceId: id }] }, tagSet: { items: [{ key: name, value: VALUE }] } },
    response: { _return: true },
  });

const news = (world: ReturnType<typeof createWorld>) => world.store.events().map(({ type, note }) => [type, note]);
const ACCEPTED = 'Accepted by a tag on the resource, which names jane@example.com, until 2026-03-02: bastion.';

describe('who set a tag that exempts', () => {
  test('is told with the exemption, where the event leads to the read', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    world.tags[TAG] = VALUE;
    world.clock.now = Date.parse('2026-03-02T09:05:02Z');
    world.deliver(tagged('2026-03-02T09:05:00Z'));
    await world.settle();
    expect(news(world).at(-1)).toEqual(['exempted', expect.stringContaining(ACCEPTED)]);
    expect(news(world).at(-1)?.[1]).toMatch(/The tag was set by .*mallory@example\.com.* at 2026-03-02 09:05.* UTC\./);
    expect(await world.finding()).toMatchObject({ exemption: { setBy: { eventName: 'CreateTags' } } });
  });

  test('is told where the event came before the tag could be read', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    world.deliver(tagged('2026-03-02T09:05:00Z'));
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened']);
    world.tags[TAG] = VALUE;
    world.clock.now += 60_000;
    await world.sweep();
    expect(news(world).at(-1)?.[1]).toMatch(/The tag was set by .*mallory/);
  });

  test('is told once more where the event comes after the exemption, and only once', async () => {
    const world = createWorld();
    world.tags[TAG] = VALUE;
    world.change('Authorize', SSH, '2026-03-02T09:06:00Z');
    await world.settle();
    expect(news(world)).toEqual([['exempted', `${ACCEPTED} No event shows who set the tag.`]]);
    for (let times = 0; times < 2; times += 1) {
      world.clock.now += 60_000;
      world.deliver(tagged('2026-03-02T09:05:00Z'));
      await world.settle();
    }
    expect(world.eventTypes()).toEqual(['exempted', 'changed']);
    expect(news(world).at(-1)?.[1]).toMatch(/^It is now known who set the tag\. The tag was set by .*mallory/);
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('is unknown where the tag is from before', async () => {
    const world = createWorld();
    world.tags[TAG] = VALUE;
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    expect(news(world)).toEqual([['exempted', `${ACCEPTED} No event shows who set the tag.`]]);
  });

  test('is the latest, in any order of the events', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const world = createWorld();
      world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
      world.tags[TAG] = VALUE;
      const both = [
        tagged('2026-03-02T09:05:00Z'),
        { ...tagged('2026-03-02T09:02:00Z'), eventID: crypto.randomUUID() },
      ];
      for (const nth of order) {
        world.deliver(both[nth] ?? {});
        await world.settle();
      }
      expect((await world.finding())?.exemption?.setBy?.occurredAt).toBe(Date.parse('2026-03-02T09:05:00Z'));
    }
  });

  test('two processes with the same event at once tell it once', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    world.tags[TAG] = VALUE;
    world.clock.now = Date.parse('2026-03-02T09:05:02Z');
    world.deliver(tagged('2026-03-02T09:05:00Z'));
    const once = world.detected();
    world.deliver(tagged('2026-03-02T09:05:00Z'));
    await Promise.all([once, world.detected()]);
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'exempted']);
  });

  test.each([
    ['another tag', tagged('2026-03-02T09:05:00Z', 'team')],
    ['the tag of a rule that there is not', tagged('2026-03-02T09:05:00Z', `${TAG}/no-rule`)],
    ['another resource', tagged('2026-03-02T09:05:00Z', TAG, 'eni-0123456789abcdef0')],
    ['a request that is too large', { ...tagged('2026-03-02T09:05:00Z'), requestParameters: { omitted: true } }],
  ])('an event on %s reads and writes nothing, and fails nothing', async (_, record) => {
    const world = createWorld();
    world.deliver(record);
    await world.settle();
    expect(world.calls.filter((call) => call !== 'beat')).toEqual([]);
    expect(world.dead).toEqual([]);
  });

  test('an event on a refused call counts for a notice, and touches nothing else', async () => {
    const world = createWorld();
    world.deliver({ ...tagged('2026-03-02T09:05:00Z'), errorCode: 'UnauthorizedOperation' });
    await world.settle();
    expect(world.calls.filter((call) => call !== 'beat')).toEqual(['notice', 'saveNotice']);
    expect(world.dead).toEqual([]);
  });
});

describe('who removes a tag that exempts', () => {
  const untagged = (tagSet: unknown = { items: [{ key: TAG }] }) =>
    trailRecord('ec2:DeleteTags', {
      at: '2026-03-02T09:05:00Z',
      by: MALLORY,
      request: { resourcesSet: { items: [{ resourceId: GROUP.id }] }, tagSet },
      response: { _return: true },
    });

  test.each([
    ['by its name', untagged()],
    ['with all tags of the resource', untagged({})],
    ['by a call whose names are hidden', untagged('HIDDEN_DUE_TO_SECURITY_REASONS')],
  ])('%s ends the exemption at once', async (_, record) => {
    const world = createWorld();
    world.tags[TAG] = VALUE;
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
    delete world.tags[TAG];
    world.clock.now = Date.parse('2026-03-02T09:05:02Z');
    world.deliver(record);
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'open' });
    expect(news(world).at(-1)?.[1]).toContain('it was removed or changed');
  });

  test('and another tag reads and writes nothing', async () => {
    const world = createWorld();
    world.deliver(untagged({ items: [{ key: 'team' }] }));
    await world.settle();
    expect(world.calls.filter((call) => call !== 'beat')).toEqual([]);
  });

  test('is not taken for who has set it', async () => {
    const world = createWorld();
    world.tags[TAG] = VALUE;
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    world.clock.now = Date.parse('2026-03-02T09:05:02Z');
    world.deliver(untagged());
    await world.settle();
    expect((await world.finding())?.exemption?.setBy).toBeUndefined();
  });
});

describe('an event on tags is a reason to look', () => {
  const decoded = (id: EventId, request: object) =>
    decodeEvent(trailRecord(id, { at: '2026-03-02T09:00:00Z', request }));
  const settings = { exemptionTag: TAG, rules: [] };

  test.each<[string, EventId, object]>([
    [
      'all tags of a bucket are put, without the one that exempts',
      's3:PutBucketTagging',
      { bucketName: 'site', Tagging: { TagSet: { Tag: { Key: 'team', Value: 'a' } } } },
    ],
    ['all tags of a bucket are deleted', 's3:DeleteBucketTagging', { bucketName: 'site', tagging: '' }],
    [
      'its names are hidden',
      'lambda:UntagResource',
      { resource: arn('lambda', 'function:pay'), tagKeys: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    ],
  ])('where %s', (_, id, request) => expect(canExempt(decoded(id, request), settings)).toBe(true));

  test('only where tags may exempt', () => {
    const event = decoded('s3:DeleteBucketTagging', { bucketName: 'site' });
    expect(canExempt(event, { ...settings, exemptionTag: false })).toBe(false);
  });
});

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:${ACCOUNT}:${resource}`;
const LIST = [{ key: TAG, value: VALUE }];
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

describe('events on tags name the resource and the tag', () => {
  test.each<[string, EventId, object, string]>([
    [
      'lambda-function',
      'lambda:TagResource',
      { resource: arn('lambda', 'function:pay'), tags: { [TAG]: VALUE } },
      'pay',
    ],
    [
      's3-bucket',
      's3:PutBucketTagging',
      { bucketName: 'site', Tagging: { TagSet: { Tag: { Key: TAG, Value: VALUE } } } },
      'site',
    ],
    [
      's3-bucket',
      's3:PutBucketTagging',
      { bucketName: 'site', Tagging: { TagSet: { Tag: [{ Key: TAG, Value: VALUE }] } } },
      'site',
    ],
    ['iam-entity', 'iam:TagRole', { roleName: 'ci', tags: LIST }, 'role/ci'],
    ['iam-entity', 'iam:TagUser', { userName: 'ann', tags: LIST }, 'user/ann'],
    [
      'iam-entity',
      'iam:TagPolicy',
      { policyArn: `arn:aws:iam::${ACCOUNT}:policy/team/deploy`, tags: LIST },
      'policy/team/deploy',
    ],
    ['rds-database', 'rds:AddTagsToResource', { resourceName: arn('rds', 'db:orders'), tags: LIST }, 'db:orders'],
    [
      'rds-database',
      'rds:AddTagsToResource',
      { resourceName: arn('rds', 'cluster:orders'), tags: LIST },
      'cluster:orders',
    ],
    ['rds-snapshot', 'rds:AddTagsToResource', { resourceName: arn('rds', 'snapshot:s1'), tags: LIST }, 'snapshot:s1'],
    ['kms-key', 'kms:TagResource', { keyId: arn('kms', `key/${KEY}`), tags: [{ tagKey: TAG, tagValue: VALUE }] }, KEY],
    ['log-group', 'logs:TagLogGroup', { logGroupName: '/app/a', tags: { [TAG]: VALUE } }, '/app/a'],
    [
      'log-group',
      'logs:TagResource',
      { resourceArn: arn('logs', 'log-group:/app/a'), tags: { [TAG]: VALUE } },
      '/app/a',
    ],
    ['cloudtrail-trail', 'cloudtrail:AddTags', { resourceId: arn('cloudtrail', 'trail/main'), tagsList: LIST }, 'main'],
    ['acm-certificate', 'acm:AddTagsToCertificate', { certificateArn: arn('acm', 'certificate/c1'), tags: LIST }, 'c1'],
    ['lambda-function', 'lambda:UntagResource', { resource: arn('lambda', 'function:pay'), tagKeys: [TAG] }, 'pay'],
    ['iam-entity', 'iam:UntagRole', { roleName: 'ci', tagKeys: [TAG] }, 'role/ci'],
    ['iam-entity', 'iam:UntagUser', { userName: 'ann', tagKeys: [TAG] }, 'user/ann'],
    [
      'iam-entity',
      'iam:UntagPolicy',
      { policyArn: `arn:aws:iam::${ACCOUNT}:policy/team/deploy`, tagKeys: [TAG] },
      'policy/team/deploy',
    ],
    [
      'rds-database',
      'rds:RemoveTagsFromResource',
      { resourceName: arn('rds', 'db:orders'), tagKeys: [TAG] },
      'db:orders',
    ],
    [
      'rds-snapshot',
      'rds:RemoveTagsFromResource',
      { resourceName: arn('rds', 'snapshot:s1'), tagKeys: [TAG] },
      'snapshot:s1',
    ],
    ['kms-key', 'kms:UntagResource', { keyId: KEY, tagKeys: [TAG] }, KEY],
    ['log-group', 'logs:UntagLogGroup', { logGroupName: '/app/a', tags: [TAG] }, '/app/a'],
    ['log-group', 'logs:UntagResource', { resourceArn: arn('logs', 'log-group:/app/a'), tagKeys: [TAG] }, '/app/a'],
    [
      'cloudtrail-trail',
      'cloudtrail:RemoveTags',
      { resourceId: arn('cloudtrail', 'trail/main'), tagsList: LIST },
      'main',
    ],
    [
      'acm-certificate',
      'acm:RemoveTagsFromCertificate',
      { certificateArn: arn('acm', 'certificate/c1'), tags: LIST },
      'c1',
    ],
  ])('%s, %s', (name, id, request, resource) => {
    const kind = rules.find((rule) => rule.kind.name === name)?.kind ?? expect.fail(`no kind ${name}`);
    const event = decodeEvent(trailRecord(id, { at: '2026-03-02T09:00:00Z', request }));
    expect(refsOf(kind, event).map((ref) => ref.id)).toEqual([resource]);
    expect(tagNamesIn(event)).toContain(TAG);
  });

  const kinds = [...new Map(rules.map(({ kind }) => [kind.name, kind])).values()];

  test('each kind whose tags are read has its events on tags', () => {
    // Plumbline's own components are of many services, and are changed by deployments only.
    expect(kinds.filter((kind) => kind.arn && !kind.tagging).map(({ name }) => name)).toEqual(['own-component']);
  });

  test('each kind that follows the setting of tags follows their removal', () => {
    const isRemoval = (id: string) => /:(?:Untag|Delete|Remove)/.test(id);
    for (const { name, tagging = {} } of kinds) {
      const removals = Object.keys(tagging).filter(isRemoval).length;
      expect(removals * 2, name).toBe(Object.keys(tagging).length);
    }
  });

  test('an event that tags a resource of another type names none', () => {
    const rds = trailRecord('rds:AddTagsToResource', {
      at: '2026-03-02T09:00:00Z',
      request: { resourceName: arn('rds', 'pg:own'), tags: LIST },
    });
    for (const kind of kinds) expect(refsOf(kind, decodeEvent(rds)), kind.name).toEqual([]);
  });
});
