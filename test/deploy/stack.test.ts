import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { putStack, removeStack } from '../../deploy/stack.ts';

const cloudFormation = mockClient(CloudFormationClient);
const PLACE = { name: 'plumbline-prod-forwarder-eu-west-1', region: 'us-east-1', config: {}, every: 1 };
const ABSENT = new Error('Stack with id plumbline-prod-forwarder-eu-west-1 does not exist');

afterAll(() => cloudFormation.restore());
beforeEach(() => {
  cloudFormation.reset();
  cloudFormation.on(DescribeStackEventsCommand).resolves({
    StackEvents: [
      event('Rule', 'CREATE_FAILED', 'Resource creation cancelled'),
      event('Role', 'CREATE_FAILED', 'not authorized to perform: iam:CreateRole'),
    ],
  });
});

function event(LogicalResourceId: string, ResourceStatus: 'CREATE_FAILED', ResourceStatusReason: string) {
  return {
    LogicalResourceId,
    ResourceStatus,
    ResourceStatusReason,
    StackId: '',
    EventId: '',
    StackName: '',
    Timestamp: new Date(0),
  };
}

/** The stack as it is found, look by look; the last stays. */
function statuses(...all: readonly (string | undefined)[]): void {
  const left = [...all];
  cloudFormation.on(DescribeStacksCommand).callsFake(async () => {
    const status = left.length > 1 ? left.shift() : left[0];
    if (status === undefined) throw ABSENT;
    return { Stacks: [{ StackStatus: status }] };
  });
}

test('what is not there is created', async () => {
  statuses(undefined, 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE');
  expect(await putStack(PLACE, { Resources: {} })).toBe('done');
  expect(cloudFormation.commandCalls(CreateStackCommand)[0]?.args[0].input).toMatchObject({
    StackName: PLACE.name,
    TemplateBody: '{"Resources":{}}',
    Capabilities: ['CAPABILITY_IAM'],
  });
});

test('what is there is changed', async () => {
  statuses('CREATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE');
  expect(await putStack(PLACE, {})).toBe('done');
  expect(cloudFormation.commandCalls(UpdateStackCommand)).toHaveLength(1);
});

test('what is so already is left', async () => {
  statuses('UPDATE_COMPLETE');
  cloudFormation.on(UpdateStackCommand).rejects(new Error('No updates are to be performed.'));
  expect(await putStack(PLACE, {})).toBe('unchanged');
});

test('what could not be created before is removed first, and created', async () => {
  statuses('ROLLBACK_COMPLETE', 'ROLLBACK_COMPLETE', 'DELETE_IN_PROGRESS', undefined, 'CREATE_COMPLETE');
  expect(await putStack(PLACE, {})).toBe('done');
  expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(1);
  expect(cloudFormation.commandCalls(CreateStackCommand)).toHaveLength(1);
});

test('a failure says what failed first, where, and what to do', async () => {
  statuses(undefined, 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE');
  await expect(putStack(PLACE, {})).rejects.toThrow(
    'The stack plumbline-prod-forwarder-eu-west-1 in us-east-1 is ROLLBACK_COMPLETE: Role: not authorized to perform: iam:CreateRole. Fix this and run the same command again.',
  );
});

test('an update that was rolled back is a failure', async () => {
  statuses('CREATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE');
  await expect(putStack(PLACE, {})).rejects.toThrow('UPDATE_ROLLBACK_COMPLETE');
});

test('a denied look is not taken for absence', async () => {
  cloudFormation.on(DescribeStacksCommand).rejects(new Error('User is not authorized'));
  await expect(putStack(PLACE, {})).rejects.toThrow('not authorized');
  expect(cloudFormation.commandCalls(CreateStackCommand)).toEqual([]);
});

test('removing waits until it is gone; none is no failure', async () => {
  statuses('CREATE_COMPLETE', 'DELETE_IN_PROGRESS', undefined);
  await removeStack(PLACE);
  expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(1);
  statuses(undefined);
  await removeStack(PLACE);
  expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(1);
});

test('a removal that fails says so', async () => {
  statuses('CREATE_COMPLETE', 'DELETE_FAILED');
  await expect(removeStack(PLACE)).rejects.toThrow('DELETE_FAILED');
});
