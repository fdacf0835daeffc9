import type { Store } from '../shared/store/store.ts';

export const FUNCTIONS = ['detect', 'notify', 'remediate', 'respond', 'sweep'] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export const QUEUES = ['changes', 'deliveries', 'slack', 'sweeps', 'remediations'] as const;
export type QueueName = (typeof QUEUES)[number];

/** What a function calls; its role is made of this and allows nothing else. */
export interface Needs {
  /** Reads resources of the kinds that are judged, or of those that may be put right, and asks for their tags. */
  readonly reads?: 'what is judged' | 'what is put right';
  /** Lists resources of the kinds that are judged: of each, or where an event has only a second name of one. */
  readonly lists?: 'every kind' | 'kinds with second names';
  /** Does what the actions of rules do. */
  readonly acts?: true;
  /** The store's methods that it uses. */
  readonly store?: readonly (keyof Store)[];
  /** Tells people, on every channel there is. */
  readonly tells?: true;
  /** Queues that start it. */
  readonly receives?: readonly QueueName[];
  /** Puts messages that it could not deliver yet off. */
  readonly delays?: readonly QueueName[];
  readonly sends?: readonly QueueName[];
  /** New entries of the table start it. */
  readonly follows?: true;
  /** Makes the daily change that has to come back through the whole chain. */
  readonly beats?: true;
}

export const NEEDS: Readonly<Record<FunctionName, Needs>> = {
  detect: {
    reads: 'what is judged',
    lists: 'kinds with second names',
    store: ['resource', 'save', 'beat'],
    receives: ['changes'],
    delays: ['changes'],
  },
  notify: {
    store: ['event', 'claim', 'settle'],
    tells: true,
    receives: ['deliveries', 'slack'],
    delays: ['deliveries', 'slack'],
    sends: ['deliveries', 'slack'],
    follows: true,
  },
  remediate: {
    reads: 'what is put right',
    acts: true,
    store: ['resource', 'save', 'begin', 'locate', 'event', 'run', 'beforeRun', 'proceed', 'setRateLimit', 'paused'],
    receives: ['remediations'],
    sends: ['remediations'],
    follows: true,
  },
  respond: {
    store: ['resource', 'save', 'locate', 'setRateLimit', 'pause', 'audit', 'auditRecords'],
    sends: ['remediations'],
  },
  sweep: {
    lists: 'every kind',
    store: ['unresolved', 'known'],
    receives: ['sweeps'],
    sends: ['changes', 'sweeps'],
    beats: true,
  },
};
