import { activity } from './activity.ts';
import { changes } from './changes.ts';
import type { NoticeDefinition } from './definition.ts';

/** Every sort of notice there is. */
export const notices: readonly NoticeDefinition[] = [...activity, ...changes];
