import type { AuditRecord } from '../store/store.ts';
import type { ControlDetail } from './event-schema.ts';

/** The `detail-type` of what people did to remediation as a whole, on Plumbline's own bus. */
export const CONTROL_DETAIL_TYPES: Readonly<Record<AuditRecord['action'], string>> = {
  pause: 'Remediation Paused',
  resume: 'Remediation Resumed',
  reset: 'Remediation Limit Reset',
};

/** The `type` of each. */
export const CONTROL_TYPES = { pause: 'paused', resume: 'resumed', reset: 'reset' } as const;

/** An audit record for machines. */
export function controlDetailOf({ id, action, by, identity, recordedAt, of, note }: AuditRecord): ControlDetail {
  return {
    version: '1',
    id,
    type: CONTROL_TYPES[action],
    recordedAt: new Date(recordedAt).toISOString(),
    by,
    ...(identity === undefined ? {} : { identity }),
    ...of,
    ...(note === undefined ? {} : { note }),
  };
}

/** For filter policies. A subscriber that filters by severity has to receive it. */
export function controlAttributesOf({ action, of }: AuditRecord): Readonly<Record<string, string>> {
  return { severity: 'high', type: CONTROL_TYPES[action], ...of };
}
