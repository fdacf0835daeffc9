import { TRIES } from '../../shared/aws/queue-tries.ts';
import { attribute, logicalId, policy, type Resource, type Resources, ref, type Statement } from '../cloudformation.ts';
import { deployedFunctions, deployedQueues } from '../deployed.ts';
import { dlqId, LIMITS, queueId, receiverOf, streamDlqId } from '../functions.ts';
import { dlqName, isOrdered, queueName, streamDlqName } from '../names.ts';
import { NEEDS, type QueueName } from '../needs.ts';
import type { Params } from '../params.ts';
import { SCHEDULES } from '../schedules.ts';
import { ruleIds } from './rules.ts';

/** Seconds: as long as SQS keeps a message at most, so that nobody has to hurry. */
const DLQ_RETENTION = 14 * 86_400;

/** Each queue with a queue for what could not be handled, and one for what could not be taken from the stream. */
export function queues(params: Params): Resources {
  const ofStream = deployedFunctions(params).filter((name) => NEEDS[name].follows);
  return Object.assign(
    {},
    ...deployedQueues(params).map((name) => queue(name, params)),
    ...ofStream.map((name) => ({
      [streamDlqId(name)]: sqs(params, streamDlqName(params, name), { MessageRetentionPeriod: DLQ_RETENTION }),
      ...policyOf(streamDlqId(name), []),
    })),
  ) as Resources;
}

function queue(name: QueueName, params: Params): Resources {
  const order = isOrdered(name) ? { FifoQueue: true } : {};
  const senders = sendersOf(name, params);
  return {
    [queueId(name)]: sqs(params, queueName(params, name), {
      ...order,
      // As AWS advises: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
      VisibilityTimeout: 6 * LIMITS[receiverOf(name)].timeout,
      MessageRetentionPeriod: 4 * 86_400,
      RedrivePolicy: { deadLetterTargetArn: attribute(dlqId(name)), maxReceiveCount: TRIES[name] },
    }),
    [dlqId(name)]: sqs(params, dlqName(params, name), { ...order, MessageRetentionPeriod: DLQ_RETENTION }),
    ...policyOf(queueId(name), senders),
    ...policyOf(dlqId(name), senders),
  };
}

/** The EventBridge rules that may put something into a queue. */
function sendersOf(name: QueueName, params: Params): readonly string[] {
  if (name === 'changes') return ruleIds(params);
  return name === 'sweeps' ? Object.keys(SCHEDULES) : [];
}

function sqs(params: Params, name: string, properties: Readonly<Record<string, unknown>>): Resource {
  const encryption = params.kmsKey
    ? { KmsMasterKeyId: params.kmsKey, KmsDataKeyReusePeriodSeconds: 3600 }
    : { SqsManagedSseEnabled: true };
  return {
    Type: 'AWS::SQS::Queue',
    Properties: { QueueName: name, ...properties, ...encryption },
  };
}

/** Nothing goes in or out without TLS, and of the services of AWS only the rules that are named put something in. */
function policyOf(queue: string, rules: readonly string[]): Resources {
  const allowed: Statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: attribute(queue),
    Condition: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => attribute(rule)) } },
  };
  const refused: Statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: attribute(queue),
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return {
    [`${logicalId(queue)}Policy`]: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref(queue)],
        PolicyDocument: policy([...(rules.length > 0 ? [allowed] : []), refused]),
      },
    },
  };
}
