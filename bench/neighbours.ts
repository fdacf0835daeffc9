/**
 * Counts the calls of AWS for one batch of resources and their neighbours: `npm run bench:neighbours`. The clients are
 * replaced by ones that count each call and answer from memory, so the figures are exact and the same in every run.
 */
import { readers } from '../generated/readers.ts';
import { rules } from '../generated/rules.ts';
import { type Aws, createAws } from '../shared/aws/clients.ts';
import { reading } from '../shared/aws/live.ts';
import { defaultSettings } from '../shared/config/settings.ts';
import type { Ref } from '../shared/core/ref.ts';
import { type DetectPorts, detect } from '../shared/evaluate/detect.ts';
import { byKind } from '../test/support/by-kind.ts';
import { ACCOUNT, REGION } from '../test/support/events.ts';
import { createMemoryStore } from '../test/support/memory-store.ts';

/** Resources in one batch of `detect`: ten messages of a sweep. */
const BATCH = 50;

const EVERYBODY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }],
});
const TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/audit`;
const SSH = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };

/** Answers by command, for resources that are wrong unless a neighbour makes them right, or for right ones. */
const ANSWERS: Readonly<Record<string, (isDoubtful: boolean) => object>> = {
  GetBucketAcl: () => ({ Grants: [] }),
  GetBucketPolicy: (isDoubtful) => (isDoubtful ? { Policy: EVERYBODY } : {}),
  GetPublicAccessBlock: (isDoubtful) => ({ PublicAccessBlockConfiguration: isDoubtful ? {} : ALL }),
  GetBucketEncryption: () => ({}),
  ListTrails: () => ({ Trails: [{ TrailARN: TRAIL }] }),
  GetTrail: () => ({ Trail: { IsMultiRegionTrail: true, S3BucketName: 'logs' } }),
  GetTrailStatus: () => ({ IsLogging: true }),
  GetEventSelectors: () => ({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }),
  DescribeSecurityGroups: (isDoubtful) => ({
    SecurityGroups: [
      { GroupName: 'web', IpPermissions: isDoubtful ? [{ ...SSH, PrefixListIds: [{ PrefixListId: 'pl-1' }] }] : [] },
    ],
  }),
  GetManagedPrefixListEntries: () => ({ Entries: [{ Cidr: '10.0.0.0/8' }] }),
  DescribeRouteTables: (isDoubtful) => ({
    RouteTables: [{ Routes: isDoubtful ? [{ DestinationPrefixListId: 'pl-1', GatewayId: 'igw-1' }] : [] }],
  }),
  DescribeSnapshotAttribute: (isDoubtful) => ({ CreateVolumePermissions: isDoubtful ? [{ Group: 'all' }] : [] }),
  GetSnapshotBlockPublicAccessState: () => ({ State: 'block-all-sharing' }),
};
const ALL = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

const KINDS = ['s3-bucket', 'ebs-snapshot', 'security-group', 'route-table', 'cloudtrail-trail'];

console.log(`Calls of AWS for ${BATCH} resources in one batch, none of them drifted\n`);
console.log(
  '| resources | right by themselves | by a neighbour, first | by a neighbour, again | of these, neighbours |',
);
console.log('| --- | ---: | ---: | ---: | ---: |');
for (const kind of KINDS) console.log(`| ${[kind, ...(await row(kind))].join(' | ')} |`);

async function row(kind: string): Promise<readonly number[]> {
  const alone = createCounter(false);
  await judge(kind, alone.ports);
  const beside = createCounter(true);
  await judge(kind, beside.ports);
  const first = beside.take();
  await judge(kind, beside.ports);
  const again = beside.take();
  const ownCalls = alone.take();
  return [ownCalls, first, again, again - ownCalls];
}

function createCounter(isDoubtful: boolean) {
  let calls = 0;
  const send = async ({ constructor: { name } }: object) => {
    calls += 1;
    const answer = ANSWERS[name.replace(/Command$/, '')];
    if (!answer) throw new Error(`bench/neighbours.ts, ANSWERS: add ${name.replace(/Command$/, '')}`);
    return answer(isDoubtful);
  };
  const real = createAws();
  // Only the method that calls AWS is replaced: paginators accept nothing but real clients.
  const aws: Aws = {
    client(make, place) {
      const client = real.client(make, place);
      Object.assign(client as object, { send });
      return client;
    },
  };
  const ports: DetectPorts = {
    ...reading(aws, readers),
    home: { account: ACCOUNT, region: REGION },
    roleId: 'AROADETECT0000000000',
    watch: () => [],
    settingsByKind: byKind(defaultSettings(rules)),
    store: createMemoryStore(),
    tagsOf: async () => ({}),
    listAll: async () => [],
    judgeAgain: async () => undefined,
    now: Date.now,
    onFailure: (_, error) => {
      throw error;
    },
  };
  return {
    ports,
    take() {
      const taken = calls;
      calls = 0;
      return taken;
    },
  };
}

async function judge(kind: string, ports: DetectPorts): Promise<void> {
  const refs = Array.from(
    { length: BATCH },
    (_, index): Ref => ({ kind, account: ACCOUNT, region: REGION, id: `r-${index}` }),
  );
  await detect([{ id: 'sweep', body: JSON.stringify({ refs }) }], ports);
}
