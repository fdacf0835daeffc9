import type { Wanted } from '../../shared/logs/candidate.ts';

/** A rule follows every event, and nothing counts for a notice. */
export const EVERY_EVENT: Wanted = {
  byRule: () => true,
  byNotice: () => false,
  marks: { events: [], identities: [], errorCodes: [] },
};
