import { inverses } from '../../core/action.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { plain } from '../../core/text.ts';
import { statementText } from '../../policy/difference.ts';
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

/** Lambda removes and adds whole statements only. */
function named({ sid, qualifier, statement }: FunctionStatement): string {
  const place = qualifier ? `version or alias ${qualifier}` : 'the function';
  return plain(`statement "${sid}" of the policy of ${place}, which ${statementText(statement)}`);
}
