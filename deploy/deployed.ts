import { FUNCTIONS, type FunctionName, QUEUES, type QueueName } from './needs.ts';
import type { Params } from './params.ts';

export function deployedFunctions({ remediation }: Params): readonly FunctionName[] {
  return FUNCTIONS.filter((name) => name !== 'remediate' || remediation !== 'off');
}

export function deployedQueues({ remediation, slackWebhook }: Params): readonly QueueName[] {
  return QUEUES.filter((name) =>
    name === 'slack' ? slackWebhook !== '' : name !== 'remediations' || remediation !== 'off',
  );
}
