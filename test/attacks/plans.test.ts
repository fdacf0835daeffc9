import { describe, expect, test } from 'vitest';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import type { CloudTrailTrail } from '../../shared/resources/cloudtrail-trail/kind.ts';
import type { KmsKey } from '../../shared/resources/kms-key/kind.ts';
import type { RouteTable } from '../../shared/resources/route-table/kind.ts';
import type { FlowLog, Vpc } from '../../shared/resources/vpc/kind.ts';
import { ACCOUNT, REGION } from '../support/events.ts';
import { createStage, refOf, STRANGER } from './stage.ts';

/*
 * A plan is carried out as it was told. It never leads to a state that its rule objects to, and puts back only what
 * somebody trusted would call right.
 */

const KEY = refOf('kms-key', '0a1b2c3d-1111-4222-8333-444455556666');
const keyArn = (account: string, id = KEY.id) => `arn:aws:kms:${REGION}:${account}:key/${id}`;
const TRAIL = refOf('cloudtrail-trail', 'audit');
const WHOLE: CloudTrailTrail = {
  logging: true,
  multiRegion: true,
  globalServices: true,
  validation: true,
  managementEvents: { included: true, readWrite: 'All', excludedSources: [] },
  bucket: 'audit-logs',
};
/** None of them is wide by itself. */
const NETWORKS = Array.from({ length: 200 }, (_, index) => index + 11)
  .filter((first) => first !== 127)
  .map((first) => `${first}.0.0.0/8`);

describe('all steps that were told are carried out', () => {
  test('a key that is rescued from its deletion is enabled again, as it was', async () => {
    const stage = createStage({ rules: ['kms-key-deletion-scheduled'] });
    const right: KmsKey = { enabled: true, deletion: null, rotation: { on: true } };
    await stage.put(KEY, right);
    await stage.put(KEY, { ...right, enabled: false, deletion: { windowDays: 7, date: '2026-03-09' } });
    expect((stage.stateOf(KEY) as KmsKey).deletion).toBeNull();
    expect((stage.stateOf(KEY) as KmsKey).enabled).toBe(true);
  });

  test('an approved plan for 120 routes to the internet takes all of them out', async () => {
    const table = refOf('route-table', 'rtb-0123456789abcdef0');
    const stage = createStage({ rules: ['route-to-internet-added'] });
    const routes = (networks: readonly string[]): RouteTable => ({
      vpc: 'vpc-0123456789abcdef0',
      routes: exactly([
        { destination: '10.0.0.0/16', target: 'local' },
        ...networks.map((destination) => ({ destination, target: 'igw-0aaa0000' })),
      ]),
    });
    await stage.put(table, routes([]));
    await stage.put(table, routes(NETWORKS.slice(0, 120)));
    if (stage.types().at(-1) === 'proposed') await stage.approve('route-to-internet-added', table);
    expect(stage.types().at(-1)).toBe('remediated');
    expect((stage.stateOf(table) as RouteTable).routes.items).toEqual([
      { destination: '10.0.0.0/16', target: 'local' },
    ]);
  });
});

describe('what is put back is what the rule asks for today', () => {
  test('a trail that was partial on purpose gets all management events, once that is taken back', async () => {
    const rule = 'cloudtrail-scope-reduced';
    const stage = createStage({ rules: [rule], options: { [rule]: { partialTrails: ['audit'] } } });
    const partial = { ...WHOLE, managementEvents: { included: false, readWrite: 'All', excludedSources: [] } };
    await stage.put(TRAIL, partial);
    stage.configure(rule, {});
    await stage.look(TRAIL);
    if (stage.types().at(-1) === 'proposed') await stage.approve(rule, TRAIL);
    // An administrator follows the alert, but leaves one loud service out.
    const nearly = { included: true, readWrite: 'All', excludedSources: ['rdsdata.amazonaws.com'] } as const;
    await stage.put(TRAIL, { ...WHOLE, managementEvents: nearly });
    if (stage.types().at(-1) === 'proposed') await stage.approve(rule, TRAIL);
    expect((stage.stateOf(TRAIL) as CloudTrailTrail).managementEvents).toMatchObject({ included: true });
  });

  test('a key that is no longer approved is not put back as the approved one', async () => {
    const rule = 'cloudtrail-kms-removed';
    const [old, current] = [keyArn(ACCOUNT), keyArn(ACCOUNT, '0a1b2c3d-1111-4222-8333-444455557777')];
    const stage = createStage({ rules: [rule] });
    await stage.put(TRAIL, { ...WHOLE, kmsKey: old });
    stage.configure(rule, { approvedKeys: [current] });
    await stage.look(TRAIL);
    const { plan } = await stage.finding(rule, TRAIL);
    expect(JSON.stringify(plan.actions)).not.toContain(`"after":"${old}"`);
  });

  test('a route is not replaced by itself', async () => {
    const rule = 'route-to-internet-added';
    const table = refOf('route-table', 'rtb-0123456789abcdef0');
    const stage = createStage({ rules: [rule], options: { [rule]: { publicRouteTables: [table.id] } } });
    await stage.put(table, { routes: exactly([{ destination: '0.0.0.0/0', target: 'igw-0aaa0000' }]) });
    stage.configure(rule, {});
    await stage.look(table);
    const { plan } = await stage.finding(rule, table);
    expect(plan.steps.join(' ')).not.toMatch(/igw-0aaa0000 (?:again )?instead of igw-0aaa0000/);
    if (stage.types().at(-1) === 'proposed') await stage.approve(rule, table);
    expect((stage.stateOf(table) as RouteTable).routes.items).toEqual([]);
  });
});

describe('what is wide only together', () => {
  test('120 networks of one security group are all closed', async () => {
    const rule = 'sg-open-ingress';
    const stage = createStage({ rules: [rule] });
    const group = refOf('security-group', 'sg-0fedcba9876543210');
    const rules = (networks: readonly string[]) => ({
      name: 'web',
      ingress: exactly(networks.map((cidr) => ({ protocol: 'tcp', from: 22, to: 22, cidr }))),
      egress: exactly([]),
    });
    await stage.put(group, rules([]));
    await stage.put(group, rules(NETWORKS.slice(0, 120)));
    if (stage.types().at(-1) === 'proposed') await stage.approve(rule, group);
    expect(stage.types().at(-1)).toBe('remediated');
    expect((stage.stateOf(group) as { ingress: { items: readonly object[] } }).ingress.items).toEqual([]);
  });
});

describe('what a stranger has put in place of the right thing is never put back', () => {
  test("a trail: first a stranger's key, then none", async () => {
    const stage = createStage({ rules: ['cloudtrail-kms-removed'] });
    await stage.put(TRAIL, { ...WHOLE, kmsKey: keyArn(ACCOUNT) });
    await stage.put(TRAIL, { ...WHOLE, kmsKey: keyArn(STRANGER) });
    await stage.put(TRAIL, { ...WHOLE, kmsKey: null });
    if (stage.types().at(-1) === 'proposed') await stage.approve('cloudtrail-kms-removed', TRAIL);
    expect((stage.stateOf(TRAIL) as CloudTrailTrail).kmsKey).not.toBe(keyArn(STRANGER));
  });

  test("flow logs: a stranger's beside the own, then in its place, then none", async () => {
    const rule = 'vpc-flow-logs-disabled';
    const network = refOf('vpc', 'vpc-0123456789abcdef0');
    // The ARN of a bucket does not show whose it is; that of a log group or a stream does.
    const log = (account: string): FlowLog => ({
      id: `fl-${account}`,
      settings: {
        traffic: 'ALL',
        destinationType: 'kinesis-data-firehose',
        destination: `arn:aws:firehose:${REGION}:${account}:deliverystream/flows`,
      },
    });
    const [own, theirs] = [log(ACCOUNT), log(STRANGER)];
    const vpc = (...logs: readonly FlowLog[]): Vpc => ({
      flowLogs: exactly(logs),
      deletedFlowLogs: [],
      internetGateway: null,
    });
    const stage = createStage({ rules: [rule] });
    await stage.put(network, vpc(own));
    await stage.put(network, vpc(own, theirs));
    await stage.put(network, vpc(theirs));
    await stage.put(network, vpc());
    if (stage.types().at(-1) === 'proposed') await stage.approve(rule, network);
    const destinations = (stage.stateOf(network) as Vpc).flowLogs.items.map(({ settings }) => settings?.destination);
    expect(destinations).not.toContain(theirs.settings?.destination);
  });

  test('a bucket: default encryption does not go back to a key that is being deleted', async () => {
    const rule = 's3-default-encryption-downgraded';
    const bucket = refOf('s3-bucket', 'site');
    const stage = createStage({ rules: [rule] });
    const encrypted = (encryption: object) => ({ acl: [], policy: null, encryption });
    await stage.put(KEY, { enabled: true, deletion: null });
    await stage.put(bucket, encrypted({ algorithm: 'aws:kms', key: keyArn(ACCOUNT), bucketKey: false }));
    await stage.put(KEY, { enabled: false, deletion: { windowDays: 7, date: '2026-03-09' } });
    await stage.put(bucket, encrypted({ algorithm: 'AES256', bucketKey: false }));
    expect(stage.types()).toContain('opened');
    expect((stage.stateOf(bucket) as { encryption: object }).encryption).toMatchObject({ algorithm: 'AES256' });
  });
});

describe('of what was taken away in several pieces', () => {
  test('all flow logs come back, or it is said which did not', async () => {
    const rule = 'vpc-flow-logs-disabled';
    const network = refOf('vpc', 'vpc-0123456789abcdef0');
    const logs = ['ALL', 'REJECT'].map(
      (traffic): FlowLog => ({
        id: `fl-${traffic}`,
        settings: { traffic, destinationType: 's3', destination: `arn:aws:s3:::flow-${traffic.toLowerCase()}` },
      }),
    );
    const stage = createStage({ rules: [rule] });
    await stage.put(network, { flowLogs: exactly(logs), deletedFlowLogs: [], internetGateway: null });
    await stage.put(network, { flowLogs: exactly([]), deletedFlowLogs: [], internetGateway: null });
    if (stage.types().at(-1) === 'proposed') await stage.approve(rule, network);
    const back = (stage.stateOf(network) as Vpc).flowLogs.items.map(({ settings }) => settings?.traffic);
    const last = stage.events().at(-1);
    if (back.length < 2) expect(`${last?.note} ${last?.finding.plan.steps.join(' ')}`).toMatch(/fl-(?:ALL|REJECT)/);
    else expect(back.toSorted()).toEqual(['ALL', 'REJECT']);
    expect(back).toContain('ALL');
  });

  test.each([
    ['EBS snapshot', 'ebs-snapshot', 'ebs-snapshot-public', 'snap-0123456789abcdef0'],
    ['image', 'ami', 'ami-public', 'ami-0123456789abcdef0'],
  ])(
    'an %s that is shared with everybody and a stranger: neither stays, unless people are asked',
    async (_, kind, rule, id) => {
      const ref = refOf(kind, id);
      const stage = createStage({ rules: [rule] });
      // Nothing keeps snapshots of the region from being public.
      stage.world.cloud.set(refKey(refOf('snapshot-block-public-access', REGION)), { mode: 'unblocked' });
      await stage.put(ref, { sharedWith: exactly([]) });
      await stage.put(ref, { sharedWith: exactly(['all', STRANGER]) });
      const left = (stage.stateOf(ref) as { sharedWith: { items: string[] } }).sharedWith.items;
      expect(left).not.toContain('all');
      if (left.includes(STRANGER)) expect(stage.types().at(-1)).toBe('proposed');
    },
  );
});
