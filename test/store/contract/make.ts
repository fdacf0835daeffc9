import type { Store } from '../../../shared/store/store.ts';

/** Makes an empty store, whose pages are made from `pageSize` findings or resources. */
export type Make = (pageSize?: number) => Promise<Store>;
