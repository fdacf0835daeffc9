import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';

export interface EbsVolume {
  /** Set when the volume is created. It cannot be changed. */
  readonly encrypted?: boolean;
}

export const ebsVolume = defineKind<EbsVolume>()({
  name: 'ebs-volume',
  type: 'AWS::EC2::Volume',
  title: 'EBS volume',
  blank: {},
  arn: (ref) => arnOf('ec2', ref, `volume/${ref.id}`),
  // RunInstances (the block device mapping in its response is empty) and AttachVolume are left out: their records do
  // not show the encryption of a volume.
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

/** The response shows the encryption, also if it follows from the snapshot or from the default of the region. */
function begin(_: EbsVolume, { requestParameters, responseElements }: TrailEvent): EbsVolume {
  const encrypted =
    getFlag(responseElements, 'encrypted') ??
    getFlag(requestParameters, 'encrypted') ??
    (getText(requestParameters, 'kmsKeyId') ? true : undefined);
  return encrypted === undefined ? {} : { encrypted };
}
