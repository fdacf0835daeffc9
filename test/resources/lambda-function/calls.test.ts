import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateAliasCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, expect, test } from 'vitest';
import { GONE } from '../../../shared/core/kind.ts';
import { addPermission } from '../../../shared/resources/lambda-function/actions.ts';
import lambdaFunction from '../../../shared/resources/lambda-function/reader.ts';
import { describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY';

describeWithMoto('Lambda functions in AWS', () => {
  const aws = motoAws();
  const lambda = aws.client(LambdaClient, PLACE);
  let count = 0;
  let ref = refOn(lambdaFunction, '');

  beforeEach(async () => {
    count += 1;
    ref = refOn(lambdaFunction, `reader-${count}`);
    const { Role } = await aws.client(IAMClient, PLACE).send(
      new CreateRoleCommand({
        RoleName: `reader-lambda-${count}`,
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
      }),
    );
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: ref.id,
        Role: Role?.Arn,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Code: { ZipFile: Buffer.from('UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==', 'base64') },
        Environment: { Variables: { AWS_SECRET_ACCESS_KEY: SECRET, STAGE: 'prod' } },
      }),
    );
  });

  test('variables are screened as they are read, and never shown', async () => {
    const state = await lambdaFunction.read(ref, aws);
    expect(state).toMatchObject({
      environment: [{ name: 'AWS_SECRET_ACCESS_KEY', detection: {} }, { name: 'STAGE' }],
      policy: { items: [], complete: true },
    });
    expect(JSON.stringify(state)).not.toContain(SECRET);
  });

  test('a statement of the policy', async () => {
    const statement = {
      Sid: 'public',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Action: 'lambda:InvokeFunction',
      Resource: `arn:aws:lambda:eu-west-1:123456789012:function:${ref.id}`,
      Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::a-bucket' } },
    };
    // moto takes a second statement of the same name, which Lambda refuses.
    const permission = addPermission({ sid: 'public', statement });
    await expectConforming(lambdaFunction, ref, permission, aws, { motoRepeats: false });
  });

  test('an alias with a policy of its own', async () => {
    await lambda.send(new PublishVersionCommand({ FunctionName: ref.id }));
    await lambda.send(new CreateAliasCommand({ FunctionName: ref.id, Name: 'live', FunctionVersion: '1' }));
    const state = await lambdaFunction.read(ref, aws);
    expect(state).toMatchObject({ policy: { items: [], complete: true } });
  });

  test('a function that is deleted is gone, and listed no more', async () => {
    expect(await listed(lambdaFunction, aws)).toContain(ref.id);
    await lambda.send(new DeleteFunctionCommand({ FunctionName: ref.id }));
    expect(await lambdaFunction.read(ref, aws)).toBe(GONE);
    expect(await listed(lambdaFunction, aws)).not.toContain(ref.id);
  });
});
