import { isDeepStrictEqual } from 'node:util';
import {
  AddPermissionCommand,
  LambdaClient,
  RemovePermissionCommand,
  ResourceConflictException,
} from '@aws-sdk/client-lambda';
import { absentOn } from '../../aws/absent.ts';
import { effectOf } from '../../aws/effect.ts';
import { get, getFlag, getText } from '../../core/json.ts';
import { addPermission, removePermission } from './actions.ts';
import type { FunctionStatement } from './kind.ts';
import { policyOf } from './reader.ts';

const FUNCTIONS = 'lambda:{region}:{account}:function:*';

export default [
  effectOf(removePermission, {
    permissions: { 'lambda:RemovePermission': FUNCTIONS },
    async apply(ref, { sid, qualifier }, aws) {
      await absentOn('ResourceNotFoundException', () =>
        aws.client(LambdaClient, ref).send(
          new RemovePermissionCommand({
            FunctionName: ref.id,
            StatementId: sid,
            ...(qualifier ? { Qualifier: qualifier } : {}),
          }),
        ),
      );
    },
  }),
  effectOf(addPermission, {
    permissions: { 'lambda:AddPermission': FUNCTIONS, 'lambda:GetPolicy': FUNCTIONS },
    async apply(ref, statement, aws) {
      const lambda = aws.client(LambdaClient, ref);
      try {
        await lambda.send(new AddPermissionCommand({ FunctionName: ref.id, ...requestFor(statement) }));
      } catch (error) {
        // AWS returns one error for a statement id that exists and for a function that is being updated.
        if (!(error instanceof ResourceConflictException)) throw error;
        const policy = await policyOf(lambda, ref.id, statement.qualifier);
        const there = policy.find(({ sid }) => sid === statement.sid);
        if (!there) throw error;
        if (!isDeepStrictEqual(there.statement, statement.statement)) throw new StatementExists(error);
      }
    },
  }),
];

/** Another statement has this id. AWS refuses a second one, so a retry does not help. */
class StatementExists extends Error {
  override readonly name = 'StatementExists';
  readonly $metadata = { httpStatusCode: 400 };
  constructor(cause: Error) {
    super('Another statement of the policy has this name.', { cause });
  }
}

/** The parameters from which Lambda makes this statement. */
function requestFor({ sid, qualifier, statement }: FunctionStatement) {
  const condition = (operator: string, key: string) => getText(statement, 'Condition', operator, key);
  const principal = get(statement, 'Principal');
  const optional = {
    Qualifier: qualifier,
    SourceArn: condition('ArnLike', 'AWS:SourceArn'),
    SourceAccount: condition('StringEquals', 'AWS:SourceAccount'),
    PrincipalOrgID: condition('StringEquals', 'aws:PrincipalOrgID'),
    EventSourceToken: condition('StringEquals', 'lambda:EventSourceToken'),
    FunctionUrlAuthType: condition('StringEquals', 'lambda:FunctionUrlAuthType') as 'NONE' | 'AWS_IAM' | undefined,
    InvokedViaFunctionUrl: getFlag(statement, 'Condition', 'Bool', 'lambda:InvokedViaFunctionUrl'),
  };
  return {
    StatementId: sid,
    Action: getText(statement, 'Action') ?? '',
    Principal:
      typeof principal === 'string' ? principal : (getText(principal, 'Service') ?? getText(principal, 'AWS') ?? ''),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)),
  };
}
