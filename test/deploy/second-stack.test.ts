import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { paramsFrom } from '../../deploy/params.ts';
import { putSecondStack, removeSecondStack } from '../../deploy/second-stack.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { OFF } from './off.ts';

const cloudFormation = mockClient(CloudFormationClient);
const configIn = async () => ({});
const DENIED = Object.assign(
  new Error(
    'User: arn:aws:iam::1:user/x is not authorized to perform: cloudformation:DescribeStacks with an explicit deny in a service control policy',
  ),
  { name: 'AccessDeniedException' },
);
const ABSENT = new Error('Stack with id x does not exist');

afterAll(() => cloudFormation.restore());
beforeEach(() => {
  cloudFormation.reset();
});

test('a region that the organisation denies is told, and fails nothing', async () => {
  cloudFormation.on(DescribeStacksCommand).rejects(DENIED);
  const outcome = await putSecondStack(paramsFrom(OFF), configIn);
  expect(outcome).toMatchObject({ failed: true });
  expect(outcome?.text).toMatch(/denies calls in us-east-1: .*explicit deny.*found by sweeps only.*forwarder=off/s);
  expect((await removeSecondStack(paramsFrom(OFF), configIn))?.text).toMatch(/could not be seen.*us-east-1/);
});

test('a stack whose resources are denied there is told in the same way', async () => {
  cloudFormation
    .on(DescribeStacksCommand)
    .rejectsOnce(ABSENT)
    .resolves({ Stacks: [{ StackName: 'x', CreationTime: new Date(), StackStatus: 'ROLLBACK_COMPLETE' }] })
    .on(DescribeStackEventsCommand)
    .resolves({
      StackEvents: [
        {
          LogicalResourceId: 'Dlq',
          ResourceStatus: 'CREATE_FAILED',
          ResourceStatusReason: 'is not authorized to perform: sqs:CreateQueue with an explicit deny',
          StackId: '',
          EventId: '',
          StackName: '',
          Timestamp: new Date(0),
        },
      ],
    });
  expect(await putSecondStack(paramsFrom(OFF), configIn)).toMatchObject({ failed: true });
});

test('another failure is thrown', async () => {
  cloudFormation
    .on(DescribeStacksCommand)
    .rejectsOnce(ABSENT)
    .on(CreateStackCommand)
    .rejects(new Error('LimitExceeded'));
  await expect(putSecondStack(paramsFrom(OFF), configIn)).rejects.toThrow('LimitExceeded');
});

test('switched off, it is removed where it is, and nothing of it is expected', async () => {
  const off = paramsFrom({ ...OFF, forwarder: 'off' });
  cloudFormation
    .on(DescribeStacksCommand)
    .resolvesOnce({ Stacks: [{ StackName: 'x', CreationTime: new Date(), StackStatus: 'CREATE_COMPLETE' }] })
    .rejects(ABSENT);
  expect(await putSecondStack(off, configIn)).toBeUndefined();
  expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(1);
  expect(cloudFormation.commandCalls(CreateStackCommand)).toHaveLength(0);
  expect(JSON.stringify(deployedWith(off))).not.toMatch(/forwarder-eu-west-1|us-east-1:rule/);
  expect(JSON.stringify(deployedWith(paramsFrom(OFF)))).toContain('us-east-1:rule/forwarder-eu-west-1-iam');
});

test('switched off where AWS denies the region, what may be left is said', async () => {
  cloudFormation.on(DescribeStacksCommand).rejects(DENIED);
  const outcome = await putSecondStack(paramsFrom({ ...OFF, forwarder: 'off' }), configIn);
  expect(outcome?.text).toMatch(/^Whether an earlier deployment left the stack .* could not be seen/);
});
