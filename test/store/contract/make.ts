import type { Heartbeat, Store } from '../../../shared/store/store.ts';

/** A store whose heartbeat can be read: the functions only write it, and the stream reports it. */
export interface TestStore extends Store {
  heartbeat(): Promise<Heartbeat>;
}

/** Makes an empty store, whose pages are made from `pageSize` findings or resources. */
export type Make = (pageSize?: number) => Promise<TestStore>;
