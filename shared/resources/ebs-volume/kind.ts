import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { arnOf } from '../../core/ref.ts';

export interface EbsVolume {
  /** Decided when the volume is created, for good. */
  readonly encrypted?: boolean;
}

export const ebsVolume = defineKind<EbsVolume>()({
  name: 'ebs-volume',
  type: 'AWS::EC2::Volume',
  title: 'EBS volume',
  blank: {},
  arn: (ref) => arnOf('ec2', ref, `volume/${ref.id}`),
  // Left out, as their records do not show a volume's encryption: RunInstances (the answer's block
  // device mapping is empty) and AttachVolume.
  events: {
    'ec2:CreateVolume': { ids: created, creates: true, evolve: begin },
    'ec2:DeleteVolume': { ids: deleted, evolve: () => GONE },
  },
});

function created(event: TrailEvent): string[] {
  return named(event, event.responseElements);
}

function deleted(event: TrailEvent): string[] {
  return named(event, event.requestParameters);
}

function named(event: TrailEvent, source: unknown): string[] {
  const id = getText(source, 'volumeId');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no volume`);
  return [id];
}

/** The request may leave encryption to the snapshot or to the region's default: the answer says what came of it. */
function begin(_: EbsVolume, { requestParameters, responseElements }: TrailEvent): EbsVolume {
  const encrypted =
    getFlag(responseElements, 'encrypted') ??
    getFlag(requestParameters, 'encrypted') ??
    (getText(requestParameters, 'kmsKeyId') ? true : undefined);
  return encrypted === undefined ? {} : { encrypted };
}
