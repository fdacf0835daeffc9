import { swap } from '../../core/action.ts';
import { writable } from '../../policy/deleted.ts';
import { describePolicy } from './policy-change.ts';

/**
 * Makes action types that replace the policy of a resource: `putPolicy<SqsQueue>()('sqs.put-queue-policy', 'queue
 * policy')`. `null` removes it. Ids of deleted principals are left out: AWS refuses them.
 */
export function putPolicy<State extends { readonly policy?: unknown }>() {
  /** @param name Of the policy, for people. */
  return <const Type extends string>(type: Type, name: string) =>
    swap<State, unknown>()({
      type,
      describe: ({ before, after }) => describePolicy(name, before, after),
      simulate: (state, { after }) => ({ ...state, policy: writable(after) }),
    });
}
