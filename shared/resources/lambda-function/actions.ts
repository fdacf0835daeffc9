import { inverses } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { type FunctionStatement, type LambdaFunction, statementKey } from './kind.ts';

export const [removePermission, addPermission] = inverses<LambdaFunction, FunctionStatement>()(
  {
    type: 'lambda.remove-permission',
    describe: (statement) => `Remove ${named(statement)}`,
    simulate: (known, statement) => ({
      ...known,
      policy: withoutItems(known.policy, (item) => statementKey(item) === statementKey(statement)),
    }),
  },
  {
    type: 'lambda.add-permission',
    describe: (statement) => `Add ${named(statement)}`,
    simulate: (known, statement) => ({ ...known, policy: withItems(known.policy, [statement], statementKey) }),
  },
);

function named({ sid, qualifier }: FunctionStatement): string {
  return `statement "${sid}" of the policy of ${qualifier ? `version or alias ${qualifier}` : 'the function'}`;
}
