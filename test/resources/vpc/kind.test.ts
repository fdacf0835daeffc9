import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, refsOf } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import { createFlowLog, deleteFlowLog } from '../../../shared/resources/vpc/actions.ts';
import { vpc } from '../../../shared/resources/vpc/kind.ts';
import { REGION, trailRecord } from '../../support/events.ts';

const ID = 'vpc-0aaa0000';
const event = (name: string, request: unknown, response: unknown = null) =>
  decodeEvent(trailRecord(`ec2:${name}`, { request, response }));
const made = (resource: string) =>
  event(
    'CreateFlowLogs',
    {
      CreateFlowLogsRequest: {
        ResourceId: { tag: 1, content: resource },
        TrafficType: 'REJECT',
        LogGroupName: 'flows',
        DeliverLogsPermissionArn: 'arn:aws:iam::111122223333:role/flows',
        LogFormat: '${srcaddr}',
        MaxAggregationInterval: '60',
        DestinationOptions: { FileFormat: 'parquet' },
      },
    },
    { CreateFlowLogsResponse: { unsuccessful: '', flowLogIdSet: { item: 'fl-0aaa0000' } } },
  );

test('a flow log of something else touches no VPC, and is remembered as its own', () => {
  expect(refsOf(vpc, made('subnet-0aaa0000'))).toEqual([]);
  expect(vpc.aliases?.(made('subnet-0aaa0000'))).toEqual([{ alias: 'fl-0aaa0000', id: 'subnet-0aaa0000' }]);
});

test('all that makes a flow log is remembered, and what was deleted before is forgotten', async () => {
  const before = { ...vpc.blank, deletedFlowLogs: [{ id: 'fl-0bbb0000' }] };
  const settings = {
    traffic: 'REJECT',
    logGroup: 'flows',
    role: 'arn:aws:iam::111122223333:role/flows',
    format: '${srcaddr}',
    interval: 60,
    destinationOptions: { FileFormat: 'parquet' },
  };
  expect(await evolve(vpc, before, made(ID), ID)).toEqual({
    flowLogs: { items: [{ id: 'fl-0aaa0000', settings }], complete: false },
    deletedFlowLogs: [],
  });
});

test('a new VPC has no internet gateway, unless one was attached within the second', async () => {
  const created = event('CreateVpc', {}, { vpc: { vpcId: ID } });
  const attached = event('AttachInternetGateway', { vpcId: ID, internetGatewayId: 'igw-0aaa0000' });
  expect(await evolve(vpc, undefined, created, ID)).toMatchObject({ internetGateway: null });
  const known = await evolve(vpc, undefined, attached, ID);
  expect(await evolve(vpc, known, created, ID)).toEqual(known);
});

test('of a default VPC nothing is known from its creation', async () => {
  const created = event('CreateDefaultVpc', null, { vpc: { vpcId: ID } });
  expect(refsOf(vpc, created).map(({ id }) => id)).toEqual([ID]);
  expect(await evolve(vpc, undefined, created, ID)).toEqual(vpc.blank);
});

test('a flow log has an ARN of its own', () => {
  const ref = { kind: 'vpc', account: '111122223333', region: REGION, id: ID };
  expect(vpc.arn?.(ref)).toBe('arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0aaa0000');
  expect(vpc.arn?.({ ...ref, id: 'fl-0aaa0000' })).toBe('arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/fl-0aaa0000');
});

test('a flow log that was made anew is the same flow log under another id', () => {
  const settings = { traffic: 'ALL', logGroup: 'flows', role: 'arn:aws:iam::111122223333:role/flows' } as const;
  const anew = { ...vpc.blank, flowLogs: exactly([{ id: 'fl-new', settings }]) };
  expect(createFlowLog.simulate(anew, { id: 'fl-old', settings })).toEqual(anew);
  expect(deleteFlowLog.simulate(anew, { id: 'fl-old', settings }).flowLogs.items).toEqual([]);
  const other = { id: 'fl-old', settings: { ...settings, logGroup: 'others' } };
  expect(createFlowLog.simulate(anew, other).flowLogs.items.length).toBe(2);
});
