import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText, parsedObject } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import type { Ref } from '../../core/ref.ts';
import { withoutPermission, withPermission } from '../common/permission-statement.ts';
import { taggedByArn } from '../common/tagging.ts';

/** An SNS topic; its id is its name. */
export interface SnsTopic {
  /** The policy, a JSON object. Every topic has one. */
  readonly policy?: unknown;
}

const ACTIONS = [
  'GetTopicAttributes',
  'SetTopicAttributes',
  'AddPermission',
  'RemovePermission',
  'DeleteTopic',
  'Subscribe',
  'ListSubscriptionsByTopic',
  'Publish',
];

/**
 * The policy that AWS gives a topic without one: the owner's account only.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
export function defaultTopicPolicy(ref: Pick<Ref, 'account' | 'region' | 'id'>): unknown {
  return {
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ACTIONS.map((action) => `SNS:${action}`),
        Resource: arnOf('sns', ref, ref.id),
        Condition: { StringEquals: { 'AWS:SourceOwner': ref.account } },
      },
    ],
  };
}

export const snsTopic = defineKind<SnsTopic>()({
  name: 'sns-topic',
  type: 'AWS::SNS::Topic',
  title: 'SNS topic',
  blank: {},
  arn: (ref) => arnOf('sns', ref, ref.id),
  tagging: { 'sns:TagResource': taggedByArn('resourceArn', ''), 'sns:UntagResource': taggedByArn('resourceArn', '') },
  events: {
    // AWS answers with an existing topic, and changes nothing, where there is one of this name.
    'sns:CreateTopic': { ids: created, sets: ['policy'], evolve: begin },
    'sns:SetTopicAttributes': { ids: named, sets: ['policy'], evolve: set },
    'sns:AddPermission': {
      ids: named,
      sets: ['policy'],
      evolve: (known, event, id) => ({ policy: withPermission(known.policy, event, 'SNS', arnIn(event, id)) }),
    },
    'sns:RemovePermission': {
      ids: named,
      sets: ['policy'],
      evolve: (known, event) => ({ policy: withoutPermission(known.policy, event) }),
    },
    'sns:DeleteTopic': { ids: named, evolve: () => GONE },
  },
});

function named(event: TrailEvent): string[] {
  const topic = parseArn(getText(event.requestParameters, 'topicArn') ?? '')?.resource;
  if (!topic) throw new UnreadableEvent(`${event.eventName} names no topic`);
  return [topic];
}

function created({ requestParameters, eventName }: TrailEvent): string[] {
  const name = getText(requestParameters, 'name');
  if (!name) throw new UnreadableEvent(`${eventName} names no topic`);
  return [name];
}

/** Without a policy in the request, the topic can be an old one with any policy. */
function begin(known: SnsTopic, { requestParameters }: TrailEvent): SnsTopic {
  const given =
    getText(requestParameters, 'attributes', 'Policy') || getText(requestParameters, 'attributes', 'policy');
  return given ? { policy: parsedObject(given) } : known;
}

function set(known: SnsTopic, event: TrailEvent, id: string): SnsTopic {
  const { requestParameters, account, awsRegion: region } = event;
  if (getText(requestParameters, 'attributeName') !== 'Policy') return known;
  const given = getText(requestParameters, 'attributeValue');
  if (given === undefined) throw new UnreadableEvent('SetTopicAttributes shows no policy');
  return { policy: given === '' ? defaultTopicPolicy({ account, region, id }) : parsedObject(given) };
}

function arnIn({ account, awsRegion: region }: TrailEvent, id: string): string {
  return arnOf('sns', { account, region }, id);
}
