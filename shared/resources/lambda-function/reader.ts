import {
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
} from '@aws-sdk/client-lambda';
import { absentOn } from '../../aws/absent.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { getList, getText, objectOf, parsedObject } from '../../core/json.ts';
import { GONE, type Listing } from '../../core/kind.ts';
import { screenVariable } from '../common/variable.ts';
import { type FunctionStatement, lambdaFunction } from './kind.ts';

const NO_SUCH = 'ResourceNotFoundException';
const FUNCTIONS = 'lambda:{region}:{account}:function:*';
/** The most versions and aliases whose policies are read: each needs a call. The newest of more are not read. */
const MOST_VERSIONS = 20;

export default defineReader(lambdaFunction, {
  permissions: {
    read: {
      'lambda:GetFunctionConfiguration': FUNCTIONS,
      'lambda:GetPolicy': FUNCTIONS,
      'lambda:ListAliases': FUNCTIONS,
      'lambda:ListVersionsByFunction': FUNCTIONS,
    },
    list: { 'lambda:ListFunctions': '*' },
  },
  async read(ref, aws) {
    const lambda = aws.client(LambdaClient, ref);
    const FunctionName = ref.id;
    const found = await absentOn(NO_SUCH, () =>
      Promise.all([
        lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
        lambda.send(new ListAliasesCommand({ FunctionName })),
        lambda.send(new ListVersionsByFunctionCommand({ FunctionName, MaxItems: MOST_VERSIONS + 1 })),
      ]),
    );
    if (!found) return GONE;
    const [configuration, aliases, versions] = found;
    const published = (versions.Versions ?? []).flatMap(({ Version }) => (Version === '$LATEST' ? [] : [Version]));
    const qualifiers = [...(aliases.Aliases ?? []).map(({ Name }) => Name), ...published];
    const statements = await Promise.all(
      [undefined, ...qualifiers].map((qualifier) => policyOf(lambda, ref.id, qualifier)),
    );
    const variables = inOrder(Object.entries(configuration.Environment?.Variables ?? {}), ([name]) => name);
    return {
      // If the variables cannot be decrypted, AWS returns an error in their place.
      ...(configuration.Environment?.Error
        ? {}
        : { environment: await Promise.all(variables.map(([name, text]) => screenVariable(name, text))) }),
      policy: {
        items: inOrder(statements.flat(), ({ sid, qualifier = '' }) => `${qualifier} ${sid}`),
        complete: versions.NextMarker === undefined && aliases.NextMarker === undefined,
      } satisfies Listing<FunctionStatement>,
    };
  },
  async list(place, aws, from) {
    const found = await aws.client(LambdaClient, place).send(new ListFunctionsCommand({ Marker: from }));
    return page(
      (found.Functions ?? []).map(({ FunctionName }) => FunctionName),
      found.NextMarker,
    );
  },
});

/** The statements of one policy. A function, a version or an alias can have no policy. */
export async function policyOf(
  lambda: LambdaClient,
  name: string,
  qualifier: string | undefined,
): Promise<FunctionStatement[]> {
  const answer = await absentOn(NO_SUCH, () =>
    lambda.send(new GetPolicyCommand({ FunctionName: name, ...(qualifier ? { Qualifier: qualifier } : {}) })),
  );
  const policy = answer?.Policy === undefined ? undefined : parsedObject(answer.Policy);
  return getList(policy, 'Statement').flatMap((each) => {
    const [sid, statement] = [getText(each, 'Sid'), objectOf(each)];
    return sid && statement ? [{ sid, ...(qualifier ? { qualifier } : {}), statement }] : [];
  });
}
