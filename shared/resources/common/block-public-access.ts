import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getText, objectOf } from '../../core/json.ts';

/**
 * The four settings of Block Public Access of a bucket or an account.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export interface BlockPublicAccess {
  readonly blockPublicAcls: boolean;
  readonly ignorePublicAcls: boolean;
  readonly blockPublicPolicy: boolean;
  readonly restrictPublicBuckets: boolean;
}

export const SWITCHES = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'] as const;
export type Switch = (typeof SWITCHES)[number];

const all = (on: boolean): BlockPublicAccess => ({
  blockPublicAcls: on,
  ignorePublicAcls: on,
  blockPublicPolicy: on,
  restrictPublicBuckets: on,
});

export const NOTHING_BLOCKED: BlockPublicAccess = all(false);
export const ALL_BLOCKED: BlockPublicAccess = all(true);

/** The call replaces all four settings. A setting that is left out is off. */
export function blockPublicAccessFrom(event: TrailEvent): BlockPublicAccess {
  const given = get(event.requestParameters, 'PublicAccessBlockConfiguration');
  if (!objectOf(given)) throw new UnreadableEvent(`${event.eventName} shows no configuration`);
  const isOn = (name: string) => getFlag(given, name) === true;
  return {
    blockPublicAcls: isOn('BlockPublicAcls'),
    ignorePublicAcls: isOn('IgnorePublicAcls'),
    blockPublicPolicy: isOn('BlockPublicPolicy'),
    restrictPublicBuckets: isOn('RestrictPublicBuckets'),
  };
}

/** The bucket of a `…BucketPublicAccessBlock` call. `undefined`: the call is for the whole account. */
export function blockedBucketOf(event: TrailEvent): string | undefined {
  if (!objectOf(event.requestParameters)) throw new UnreadableEvent(`${event.eventName} names no bucket`);
  return getText(event.requestParameters, 'bucketName') || undefined;
}

/** The settings of `wanted` that are off. */
export function switchesOff(known: BlockPublicAccess, wanted: readonly Switch[] = SWITCHES): readonly Switch[] {
  return wanted.filter((name) => !known[name]);
}

/** The settings with these switched on. */
export function withSwitchesOn(known: BlockPublicAccess, names: readonly Switch[]): BlockPublicAccess {
  return { ...known, ...Object.fromEntries(names.map((name) => [name, true])) };
}

/** `ignorePublicAcls on, blockPublicPolicy on`. */
export function switched(before: BlockPublicAccess, after: BlockPublicAccess): string {
  const changed = SWITCHES.filter((name) => before[name] !== after[name]);
  if (changed.length === 0) return 'no change';
  return changed.map((name) => `${name} ${after[name] ? 'on' : 'off'}`).join(', ');
}
