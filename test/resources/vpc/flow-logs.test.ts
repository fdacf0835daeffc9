import {
  CreateFlowLogsCommand,
  CreateVpcCommand,
  DeleteFlowLogsCommand,
  DescribeFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Aws, createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import type { Ref } from '../../../shared/core/ref.ts';
import { judge } from '../../../shared/evaluate/judge.ts';
import { createFlowLog, deleteFlowLog } from '../../../shared/resources/vpc/actions.ts';
import type { FlowLogSettings, Vpc } from '../../../shared/resources/vpc/kind.ts';
import reader from '../../../shared/resources/vpc/reader.ts';
import flowLogsDisabled from '../../../shared/rules/vpc/vpc-flow-logs-disabled.ts';
import { applyAction, describeWithMoto, expectConforming, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError } from '../../support/mend.ts';

const BUCKET = 'plumbline-reader-flow-logs';
const TO_BUCKET: FlowLogSettings = {
  traffic: 'ALL',
  destinationType: 's3',
  destination: `arn:aws:s3:::${BUCKET}`,
  format: '${version} ${action}',
  interval: 600,
};
const ROLE = 'arn:aws:iam::123456789012:role/flow-logs';
const TO_LOG_GROUP: FlowLogSettings = {
  traffic: 'REJECT',
  destinationType: 'cloud-watch-logs',
  logGroup: 'flow-logs',
  role: ROLE,
  format: '${version} ${action}',
  interval: 60,
};

async function read(ref: Ref, aws: Aws): Promise<Vpc> {
  const state = await reader.read(ref, aws);
  return state === GONE ? expect.fail('the VPC is gone') : state;
}

/** A flow log gets an id of its own each time it is made. */
const withoutIds: typeof reader = {
  ...reader,
  async read(ref, aws) {
    const state = await read(ref, aws);
    const items = state.flowLogs.items.map(({ settings }) => (settings ? { settings } : {}));
    return { ...state, flowLogs: { ...state.flowLogs, items } };
  },
};

describeWithMoto('flow logs of VPCs in AWS', () => {
  const aws = motoAws();
  let ref = refOn(reader, '');

  beforeAll(async () => {
    const CreateBucketConfiguration = { LocationConstraint: PLACE.region as 'eu-west-1' };
    await aws.client(S3Client, PLACE).send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  });
  beforeEach(async () => {
    const { Vpc } = await aws.client(EC2Client, PLACE).send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    ref = refOn(reader, Vpc?.VpcId ?? expect.fail('no VPC'));
  });

  test.each([
    [TO_BUCKET, TO_LOG_GROUP],
    [TO_LOG_GROUP, TO_BUCKET],
  ])('a flow log of $traffic to $destinationType comes and goes beside another', async (settings, other) => {
    await applyAction(ref, createFlowLog({ settings: other }), aws);
    await expectConforming(withoutIds, ref, createFlowLog({ settings }), aws);
    await applyAction(ref, createFlowLog({ settings }), aws);
    await expectConforming(withoutIds, ref, deleteFlowLog({ settings }), aws);
  });

  test('a flow log that was made again is deleted by its settings, whatever an event left out of them', async () => {
    const { format: _, interval: __, ...shown } = TO_BUCKET;
    const log = { id: 'fl-0123456789abcdef0', settings: shown };
    expect(await applyAction(ref, createFlowLog(log), aws)).toEqual([
      expect.stringMatching(/^fl-[0-9a-f]+ for the flow log that was fl-0123456789abcdef0$/),
    ]);
    const { flowLogs } = await read(ref, aws);
    const format = expect.stringMatching(/^\$\{version\} .* \$\{log-status\}$/);
    expect(flowLogs.items).toEqual([
      { id: expect.stringMatching(/^fl-/), settings: { ...shown, format, interval: 600 } },
    ]);
    await applyAction(ref, deleteFlowLog({ id: log.id, settings: TO_BUCKET }), aws);
    await applyAction(ref, deleteFlowLog({ id: log.id }), aws);
    expect(await read(ref, aws)).toMatchObject({ flowLogs });
    await applyAction(ref, deleteFlowLog(log), aws);
    expect(await read(ref, aws)).toMatchObject({ flowLogs: { items: [] } });
  });

  test('a flow log is deleted by its id', async () => {
    await applyAction(ref, createFlowLog({ settings: TO_BUCKET }), aws);
    const [made] = (await read(ref, aws)).flowLogs.items;
    await applyAction(ref, deleteFlowLog({ id: made?.id ?? expect.fail('no flow log') }), aws);
    expect(await read(ref, aws)).toMatchObject({ flowLogs: { items: [] } });
  });

  test('what AWS refuses within a call that succeeds is a failure', async () => {
    const settings = { ...TO_BUCKET, destination: 'arn:aws:s3:::plumbline-no-such-bucket' };
    await expect(applyAction(ref, createFlowLog({ settings }), aws)).rejects.toThrow('does not exist');
    await expect(applyAction(ref, createFlowLog({ id: 'fl-1' }), aws)).rejects.toThrow('is not known');
  });

  test('a VPC that lost its flow log is found, and gets back the one it was known to have', async () => {
    await applyAction(ref, createFlowLog({ settings: TO_BUCKET }), aws);
    const context = {
      now: 0,
      ref,
      options: { unloggedVpcs: [] },
      trusted: { accounts: [], organizations: [] },
      neighbours: {},
    };
    const judged = async (baseline?: Vpc) =>
      judge(flowLogsDisabled, undefined, await read(ref, aws), { ...context, baseline });
    const baseline = await read(ref, aws);
    await applyAction(ref, deleteFlowLog({ settings: TO_BUCKET }), aws);
    expect(await judged()).toMatchObject({ violations: [{ path: 'flowLogs' }], plan: { actions: [] } });
    const { plan } = await judged(baseline);
    for (const action of plan.actions) await applyAction(ref, action, aws);
    expect(await judged(baseline)).toMatchObject({ violations: [] });
    expect(await withoutIds.read(ref, aws)).toMatchObject({ flowLogs: { items: [{ settings: TO_BUCKET }] } });
  });
});

describe('flow logs of VPCs (calls mocked: moto has no pages, and not every setting)', () => {
  const aws = createAws();
  const ref = refOn(reader, 'vpc-0123456789abcdef0');
  const ec2 = mockClient(aws.client(EC2Client, PLACE));
  beforeEach(() => {
    ec2.reset();
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [{ VpcId: ref.id }] });
    ec2.on(DescribeInternetGatewaysCommand).resolves({ InternetGateways: [] });
  });

  const TO_LOGS = { TrafficType: 'ALL', LogDestinationType: 's3', LogDestination: 'arn:aws:s3:::logs' } as const;
  const LOGS = {
    traffic: 'ALL',
    destinationType: 's3',
    destination: 'arn:aws:s3:::logs',
    crossAccountRole: 'arn:aws:iam::444455556666:role/logs',
    destinationOptions: { FileFormat: 'parquet', HiveCompatiblePartitions: false, PerHourPartition: true },
  };

  test('every page, in one order, with settings where a copy would be the same', async () => {
    const tagged = { FlowLogId: 'fl-3', ...TO_LOGS, TagFieldSpecifications: [{ TagKeys: ['team'] }] };
    const DestinationOptions = { ...LOGS.destinationOptions, FileFormat: 'parquet' } as const;
    ec2
      .on(DescribeFlowLogsCommand, { Filter: [{ Name: 'resource-id', Values: [ref.id] }] })
      .resolves({ FlowLogs: [tagged], NextToken: 'more' })
      .on(DescribeFlowLogsCommand, { NextToken: 'more' })
      .resolves({
        FlowLogs: [
          { FlowLogId: 'fl-2', TrafficType: 'ALL' },
          { FlowLogId: 'fl-1', ...TO_LOGS, DeliverCrossAccountRole: LOGS.crossAccountRole, DestinationOptions },
        ],
      });
    expect(await read(ref, aws)).toMatchObject({
      flowLogs: { items: [{ id: 'fl-1', settings: LOGS }, { id: 'fl-2' }, { id: 'fl-3' }], complete: true },
    });
    const { flowLogs } = await read(ref, aws);
    expect(flowLogs.items.slice(1)).toEqual([
      { id: 'fl-2', traffic: 'ALL' },
      { id: 'fl-3', traffic: 'ALL' },
    ]);
  });

  test('a delivery that fails is read, with its reason', async () => {
    const failed = { FlowLogId: 'fl-1', FlowLogStatus: 'ACTIVE', DeliverLogsStatus: 'FAILED', ...TO_LOGS };
    ec2.on(DescribeFlowLogsCommand).resolves({
      FlowLogs: [
        { ...failed, DeliverLogsErrorMessage: 'Access error' },
        { ...failed, FlowLogId: 'fl-2' },
        { ...failed, FlowLogId: 'fl-3', DeliverLogsStatus: 'SUCCESS' },
      ],
    });
    const { flowLogs } = await read(ref, aws);
    expect(flowLogs.items.map(({ failure }) => failure)).toEqual(['Access error', 'unknown error', undefined]);
  });

  test('every setting is asked for again', async () => {
    ec2.on(CreateFlowLogsCommand).resolves({});
    await applyAction(ref, createFlowLog({ id: 'fl-1', settings: LOGS }), aws);
    expect(ec2.commandCalls(CreateFlowLogsCommand)[0]?.args[0].input).toEqual({
      ResourceType: 'VPC',
      ResourceIds: [ref.id],
      ...TO_LOGS,
      DeliverCrossAccountRole: LOGS.crossAccountRole,
      DestinationOptions: LOGS.destinationOptions,
    });
  });

  test('what is there already is no failure, also within a call that succeeds', async () => {
    const create = () => applyAction(ref, createFlowLog({ settings: TO_BUCKET }), aws);
    ec2.on(CreateFlowLogsCommand).rejects(awsError('FlowLogAlreadyExists'));
    await create();
    const refusal = { ResourceId: ref.id, Error: { Code: 'FlowLogAlreadyExists', Message: 'It exists.' } };
    ec2.on(CreateFlowLogsCommand).resolves({ Unsuccessful: [refusal] });
    await create();
    ec2.on(CreateFlowLogsCommand).rejects(awsError('FlowLogsLimitExceeded'));
    await expect(create()).rejects.toThrow('FlowLogsLimitExceeded');
  });

  test('a log group given as an ARN is the one that is described by its name', async () => {
    const toGroup = { LogGroupName: 'flow-logs', DeliverLogsPermissionArn: ROLE };
    ec2.on(DeleteFlowLogsCommand).resolves({});
    ec2.on(DescribeFlowLogsCommand).resolves({
      FlowLogs: [
        { FlowLogId: 'fl-1', TrafficType: 'ALL', ...toGroup },
        { FlowLogId: 'fl-2', TrafficType: 'REJECT', ...toGroup },
      ],
    });
    const destination = 'arn:aws:logs:eu-west-1:123456789012:log-group:flow-logs:*';
    await applyAction(ref, deleteFlowLog({ settings: { traffic: 'REJECT', destination, role: ROLE } }), aws);
    expect(ec2.commandCalls(DeleteFlowLogsCommand)[0]?.args[0].input).toEqual({ FlowLogIds: ['fl-2'] });
  });

  test('what was deleted meanwhile is no failure; every other refusal is', async () => {
    const remove = () => applyAction(ref, deleteFlowLog({ id: 'fl-1' }), aws);
    ec2.on(DescribeFlowLogsCommand).resolves({ FlowLogs: [{ FlowLogId: 'fl-1' }] });
    const refusal = (Code: string) => ({ Unsuccessful: [{ ResourceId: 'fl-1', Error: { Code, Message: Code } }] });
    ec2.on(DeleteFlowLogsCommand).resolves(refusal('InvalidFlowLogId.NotFound'));
    await remove();
    ec2.on(DeleteFlowLogsCommand).resolves(refusal('Client.InvalidFlowLogId.NotFound'));
    await remove();
    ec2.on(DeleteFlowLogsCommand).rejects(awsError('InvalidFlowLogId.NotFound'));
    await remove();
    ec2.on(DeleteFlowLogsCommand).resolves(refusal('UnauthorizedOperation'));
    await expect(remove()).rejects.toThrow('UnauthorizedOperation');
    ec2.on(DescribeFlowLogsCommand).rejects(awsError('UnauthorizedOperation'));
    await expect(remove()).rejects.toThrow('UnauthorizedOperation');
  });
});
