import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type Check, stopping, warning } from './checks.ts';

/**
 * Whether the account lets Plumbline's functions run at once. A new account may have ten for all of its functions.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export const concurrency: Check = {
  what: 'How many functions may run at once',
  async look({ detectConcurrency, region }, config) {
    const { AccountLimit } = await new LambdaClient(config).send(new GetAccountSettingsCommand({}));
    const left = AccountLimit?.UnreservedConcurrentExecutions;
    if (left === undefined) return [];
    if (left === 0) return [stopping(`Lambda may run no function in ${region}: all concurrency is reserved.`)];
    if (left > detectConcurrency) return [];
    return [
      warning(
        `Lambda may run ${left} functions at once in ${region}, and detect alone takes up to ${detectConcurrency} (detectConcurrency). Other functions may be throttled.`,
      ),
    ];
  },
};
