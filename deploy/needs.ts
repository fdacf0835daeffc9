import type { TRIES } from '../shared/aws/queue-tries.ts';
import type { Store } from '../shared/store/store.ts';
import { logicalId } from './cloudformation.ts';

export const FUNCTIONS = ['detect', 'notify', 'remediate', 'respond', 'sweep'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export type QueueName = keyof typeof TRIES;

/** The logical id of a queue in `serverless.yml`. */
export function queueId(name: QueueName): string {
  return `${logicalId(name)}Queue`;
}

/** The logical id of the role of a function. */
export function roleId(name: FunctionName): string {
  return `${logicalId(name)}Role`;
}

/** The logical id of a queue's dead-letter queue. */
export function dlqId(name: QueueName): string {
  return `${logicalId(name)}Dlq`;
}

/** What a function calls. Its role is made of this, and of the events in `serverless.yml`; it allows nothing else. */
export interface Needs {
  /** Reads resources and their tags: of all kinds that are judged, or of those that may be remediated. */
  readonly reads?: 'judged kinds' | 'remediated kinds';
  /** Lists resources of the kinds that are judged: of all, or of those that an event may name by an alias only. */
  readonly lists?: 'all kinds' | 'kinds with aliases';
  /** Carries out the actions of rules. */
  readonly acts?: true;
  /** The methods of the store that it calls. */
  readonly store?: readonly (keyof Store)[];
  /** Sends to every channel. */
  readonly notifies?: true;
  /** Queues whose messages it hides for longer, to try again later. */
  readonly delays?: readonly QueueName[];
  /** Goes on with its work by any number of messages to the queue that starts it. */
  readonly continues?: true;
  /** Queues that it sends to. */
  readonly sends?: readonly QueueName[];
  /** Queues to whose dead-letter queues it sends what is needed of a message that failed for the last time. */
  readonly setsAside?: readonly QueueName[];
  /** Stores fingerprints of secrets. */
  readonly storesFingerprints?: true;
  /** Asks for the organisation of the account. */
  readonly learnsOrganization?: true;
  /** Makes the daily change that has to pass through the whole chain. */
  readonly sendsHeartbeat?: true;
}

export const NEEDS: Readonly<Record<FunctionName, Needs>> = {
  detect: {
    reads: 'judged kinds',
    lists: 'kinds with aliases',
    store: ['resource', 'save', 'run', 'beat', 'dependents', 'notice', 'saveNotice', 'countNotice'],
    learnsOrganization: true,
    storesFingerprints: true,
    delays: ['changes'],
    setsAside: ['changes'],
    sends: ['changes'],
  },
  notify: {
    store: ['event', 'eventToDeliver', 'claim', 'settle'],
    notifies: true,
    delays: ['deliveries', 'slack'],
    sends: ['deliveries', 'slack'],
  },
  remediate: {
    reads: 'remediated kinds',
    acts: true,
    learnsOrganization: true,
    continues: true,
    storesFingerprints: true,
    store: ['resource', 'save', 'begin', 'locate', 'event', 'run', 'beforeRun', 'proceed', 'trip', 'paused', 'waiting'],
    sends: ['remediations'],
  },
  respond: {
    store: [
      'resource',
      'save',
      'locate',
      'event',
      'waiting',
      'control',
      'auditRecords',
      'unresolved',
      'compliance',
      'sweeps',
      'paused',
      'notice',
      'notices',
      'saveNotice',
    ],
    sends: ['remediations'],
  },
  sweep: {
    reads: 'judged kinds',
    lists: 'all kinds',
    continues: true,
    store: ['resource', 'save', 'run', 'unresolved', 'known', 'dependents', 'sweep', 'saveSweep', 'compliance'],
    learnsOrganization: true,
    storesFingerprints: true,
    sends: ['changes', 'sweeps'],
    sendsHeartbeat: true,
  },
};
