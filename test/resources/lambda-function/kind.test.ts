import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, refsOf } from '../../../shared/core/kind.ts';
import { lambdaFunction } from '../../../shared/resources/lambda-function/kind.ts';
import { trailRecord } from '../../support/events.ts';

const permit = (functionName: string, more: object = {}) =>
  decodeEvent(
    trailRecord('lambda:AddPermission20150331v2', {
      request: { functionName, statementId: 'door', action: 'lambda:InvokeFunction', principal: '*', ...more },
    }),
  );

test.each([
  ['resize', undefined],
  ['resize:prod', 'prod'],
  ['resize:$LATEST', undefined],
  ['resize:$LATEST.PUBLISHED', '$LATEST.PUBLISHED'],
  ['function:resize', undefined],
  ['111122223333:function:resize', undefined],
  ['111122223333:function:resize:7', '7'],
  ['arn:aws:lambda:eu-west-1:111122223333:function:resize', undefined],
  ['arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:resize:$LATEST', undefined],
  ['arn:aws-cn:lambda:cn-north-1:111122223333:function:resize:prod', 'prod'],
])('%s names the function and its qualifier', async (name, qualifier) => {
  const event = permit(name);
  expect(refsOf(lambdaFunction, event).map(({ id }) => id)).toEqual(['resize']);
  const known = await evolve(lambdaFunction, undefined, event, 'resize');
  expect(known).toMatchObject({ policy: { items: [{ sid: 'door' }] } });
  expect(known).toHaveProperty('policy.items.0.statement.Principal', '*');
  expect(typeof known === 'object' && known.policy.items[0]?.qualifier).toBe(qualifier);
});

test('a request becomes the statement that Lambda would make of it', async () => {
  const event = permit('resize', {
    principal: 's3.amazonaws.com',
    sourceArn: 'arn:aws:s3:::uploads',
    sourceAccount: '111122223333',
    principalOrgID: 'o-a1b2c3d4e5',
    functionUrlAuthType: 'NONE',
    invokedViaFunctionUrl: true,
  });
  expect(await evolve(lambdaFunction, undefined, event, 'resize')).toHaveProperty('policy.items.0.statement', {
    Sid: 'door',
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Condition: {
      ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::uploads' },
      StringEquals: {
        'AWS:SourceAccount': '111122223333',
        'aws:PrincipalOrgID': 'o-a1b2c3d4e5',
        'lambda:FunctionUrlAuthType': 'NONE',
      },
      Bool: { 'lambda:InvokedViaFunctionUrl': 'true' },
    },
  });
});

test('an update may have replaced the variables unseen', async () => {
  const event = decodeEvent(
    trailRecord('lambda:UpdateFunctionConfiguration20150331v2', { request: { functionName: 'resize' } }),
  );
  const known = { environment: [], policy: { items: [], complete: true } };
  expect(await evolve(lambdaFunction, known, event, 'resize')).toEqual({ policy: known.policy });
});
