import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getList, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { taggedInEc2 } from '../common/tagging.ts';

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
  // AttachVolume is left out: it makes no volume, and does not show the encryption. Fleets, Spot requests and Auto
  // Scaling call RunInstances.
  tagging: taggedInEc2('vol-'),
  events: {
    'ec2:CreateVolume': { ids: created, creates: true, evolve: begin },
    'ec2:CopyVolumes': { ids: copies, creates: true, evolve: beginCopy },
    'ec2:RunInstances': { ids: launched, creates: true, evolve: beginLaunched },
    'ec2:CreateReplaceRootVolumeTask': { ids: rooted, creates: true, evolve: () => ({}) },
    'ec2:RestoreVolumeFromRecycleBin': { ids: deleted, creates: true, evolve: () => ({}) },
    'ec2:DeleteVolume': { ids: deleted, evolve: () => GONE },
  },
});

function created(event: TrailEvent): string[] {
  return named(event, event.responseElements);
}

function deleted(event: TrailEvent): string[] {
  return named(event, requestOf(event));
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
  return asFound(encrypted);
}

function copies(event: TrailEvent): string[] {
  const ids = volumesIn(event).flatMap((volume) => getText(volume, 'volumeId') || []);
  if (ids.length === 0) throw new UnreadableEvent('CopyVolumes names no volume');
  return ids;
}

function beginCopy(_: EbsVolume, event: TrailEvent, id: string): EbsVolume {
  const copy = volumesIn(event).find((volume) => getText(volume, 'volumeId') === id);
  return asFound(getFlag(copy, 'encrypted'));
}

function volumesIn(event: TrailEvent): readonly unknown[] {
  return getList(responseOf(event), 'volumeSet');
}

/**
 * The volumes of new instances. The response seldom has their ids, because the volumes are made later. The id is then
 * that of the instance, for all of its volumes.
 */
function launched(event: TrailEvent): string[] {
  const ids = instancesIn(event).flatMap((instance) => {
    const volumes = getList(instance, 'blockDeviceMapping').flatMap(
      (device) => getText(device, 'ebs', 'volumeId') || [],
    );
    return volumes.length > 0 ? volumes : getText(instance, 'instanceId') || [];
  });
  if (ids.length === 0) throw new UnreadableEvent('RunInstances names no instance');
  return ids;
}

/** Whether an id is that of an instance whose volumes are not known. */
export function isInstance(id: string): boolean {
  return id.startsWith('i-');
}

function rooted(event: TrailEvent): string[] {
  const id =
    getText(requestOf(event), 'instanceId') ?? getText(responseOf(event), 'replaceRootVolumeTask', 'instanceId');
  if (!id) throw new UnreadableEvent('CreateReplaceRootVolumeTask names no instance');
  return [id];
}

/**
 * A request for encryption is granted. Without one, the snapshot and the default of the region decide, also where the
 * request says no.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
 */
function beginLaunched(_: EbsVolume, event: TrailEvent, id: string): EbsVolume {
  const device = instancesIn(event)
    .flatMap((instance) => getList(instance, 'blockDeviceMapping'))
    .find((each) => getText(each, 'ebs', 'volumeId') === id);
  if (device === undefined) return {};
  const wanted = getList(event.requestParameters, 'blockDeviceMapping').find(
    (each) => getText(each, 'deviceName') === getText(device, 'deviceName'),
  );
  const requested = getFlag(wanted, 'ebs', 'encrypted') === true || getText(wanted, 'ebs', 'kmsKeyId');
  return asFound(getFlag(device, 'ebs', 'encrypted') ?? (requested ? true : undefined));
}

function instancesIn(event: TrailEvent): readonly unknown[] {
  return getList(event.responseElements, 'instancesSet');
}

function asFound(encrypted: boolean | undefined): EbsVolume {
  return encrypted === undefined ? {} : { encrypted };
}
