import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText, parsedObject } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { withoutPermission, withPermission } from '../common/permission-statement.ts';

/** An SQS queue; its id is its name. */
export interface SqsQueue {
  /** The policy, a JSON object. `null`: there is none, and only identities of the account have access. */
  readonly policy?: unknown;
}

export const sqsQueue = defineKind<SqsQueue>()({
  name: 'sqs-queue',
  type: 'AWS::SQS::Queue',
  title: 'SQS queue',
  blank: {},
  arn: (ref) => arnOf('sqs', ref, ref.id),
  tagging: { 'sqs:TagQueue': named, 'sqs:UntagQueue': named },
  events: {
    // AWS answers with an existing queue, and changes nothing, where there is one with these attributes.
    'sqs:CreateQueue': { ids: created, sets: ['policy'], evolve: set },
    'sqs:SetQueueAttributes': { ids: named, sets: ['policy'], evolve: set },
    'sqs:AddPermission': {
      ids: named,
      sets: ['policy'],
      evolve: (known, event, id) => ({
        policy: withPermission(
          known.policy,
          event,
          'SQS',
          arnOf('sqs', { account: event.account, region: event.awsRegion }, id),
        ),
      }),
    },
    'sqs:RemovePermission': {
      ids: named,
      sets: ['policy'],
      evolve: (known, event) => ({ policy: withoutPermission(known.policy, event) }),
    },
    'sqs:DeleteQueue': { ids: named, evolve: () => GONE },
  },
});

/** `https://sqs.eu-west-1.amazonaws.com/111122223333/orders` */
export function nameInUrl(url: string): string | undefined {
  return /\/\d{12}\/([^/]+)\/?$/.exec(url)?.[1];
}

function named(event: TrailEvent): string[] {
  const name = nameInUrl(getText(event.requestParameters, 'queueUrl') ?? '');
  if (!name) throw new UnreadableEvent(`${event.eventName} names no queue`);
  return [name];
}

function created({ requestParameters, eventName }: TrailEvent): string[] {
  const name = getText(requestParameters, 'queueName');
  if (!name) throw new UnreadableEvent(`${eventName} names no queue`);
  return [name];
}

/** The policy in the attributes of a request. `''` removes it. `undefined`: the request has none. */
function policyIn({ requestParameters }: TrailEvent): unknown {
  const given =
    getText(requestParameters, 'attributes', 'Policy') ?? getText(requestParameters, 'attributes', 'policy');
  if (given === undefined) return undefined;
  return given === '' ? null : parsedObject(given);
}

/** Without a policy in the request, a queue that is created can be an old one with any policy. */
function set(known: SqsQueue, event: TrailEvent): SqsQueue {
  const policy = policyIn(event);
  return policy === undefined ? known : { policy };
}
