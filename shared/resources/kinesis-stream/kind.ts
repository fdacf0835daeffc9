import { arnOf, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { taggedByArn } from '../common/tagging.ts';

/**
 * A Kinesis data stream; its id is its name.
 * @see https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html
 */
export interface KinesisStream {
  /** The KMS key, as it was given: an id, an alias or an ARN. `null`: the stream is not encrypted. */
  readonly key?: string | null;
}

export const kinesisStream = defineKind<KinesisStream>()({
  name: 'kinesis-stream',
  type: 'AWS::Kinesis::Stream',
  title: 'Kinesis data stream',
  blank: {},
  arn: (ref) => arnOf('kinesis', ref, `stream/${ref.id}`),
  tagging: {
    'kinesis:AddTagsToStream': named,
    'kinesis:TagResource': taggedByArn('resourceARN', 'stream/'),
    'kinesis:RemoveTagsFromStream': named,
    'kinesis:UntagResource': taggedByArn('resourceARN', 'stream/'),
  },
  events: {
    'kinesis:CreateStream': { ids: named, creates: true, evolve: () => ({ key: null }) },
    'kinesis:StartStreamEncryption': { ids: named, sets: ['key'], evolve: encrypt },
    'kinesis:StopStreamEncryption': { ids: named, sets: ['key'], evolve: () => ({ key: null }) },
    'kinesis:DeleteStream': { ids: named, evolve: () => GONE },
  },
});

function named({ eventName, requestParameters }: TrailEvent): string[] {
  const arn = parseArn(getText(requestParameters, 'streamARN') ?? '');
  const name = getText(requestParameters, 'streamName') ?? arn?.resource.replace(/^stream\//, '');
  if (!name) throw new UnreadableEvent(`${eventName} names no stream`);
  return [name];
}

function encrypt(_: KinesisStream, { requestParameters }: TrailEvent): KinesisStream {
  const key = getText(requestParameters, 'keyId');
  if (!key) throw new UnreadableEvent('StartStreamEncryption shows no key');
  return { key };
}
