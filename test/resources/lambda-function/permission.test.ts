import {
  AddPermissionCommand,
  GetPolicyCommand,
  LambdaClient,
  ResourceConflictException,
  ResourceNotFoundException,
} from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { failureOf } from '../../../shared/aws/failure.ts';
import { addPermission } from '../../../shared/resources/lambda-function/actions.ts';
import effects from '../../../shared/resources/lambda-function/effects.ts';

const lambda = mockClient(LambdaClient);
afterAll(() => lambda.restore());

const ref = { kind: 'lambda-function', account: '111122223333', region: 'eu-west-1', id: 'web' };
const ANSWER = { message: 'x', $metadata: { httpStatusCode: 409 } };
const statement = { Sid: 'public', Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: 'arn' };

async function add(): Promise<unknown> {
  const { params } = addPermission({ sid: 'public', statement });
  const effect = effects.find(({ type }) => type === addPermission.type) ?? expect.fail('there is no effect');
  return effect.apply(ref, params as never, createAws({ maxAttempts: 1 })).then(
    () => 'done',
    (error: unknown) => failureOf(error),
  );
}

describe('AddPermission answers that there is a conflict', () => {
  beforeEach(() => {
    lambda.reset();
    lambda.on(AddPermissionCommand).rejects(new ResourceConflictException(ANSWER));
  });

  const policyIs = (...statements: readonly object[]) =>
    lambda.on(GetPolicyCommand).resolves({ Policy: JSON.stringify({ Statement: statements }) });

  test('and the statement is there as it should be: it is done', async () => {
    // In another order, as AWS may give it.
    policyIs({ Resource: 'arn', Action: 'lambda:InvokeFunction', Principal: '*', Effect: 'Allow', Sid: 'public' });
    expect(await add()).toBe('done');
  });

  test('and another statement has its name: that is refused, now and later', async () => {
    policyIs({ ...statement, Principal: { AWS: 'arn:aws:iam::444455556666:root' } });
    expect(await add()).toBe('refused');
  });

  test('and the statement is not there, since the function is being updated: it is tried again', async () => {
    policyIs({ ...statement, Sid: 'other' });
    expect(await add()).toBe('busy');
    lambda.on(GetPolicyCommand).rejects(new ResourceNotFoundException({ ...ANSWER, Message: 'x' }));
    expect(await add()).toBe('busy');
  });
});
