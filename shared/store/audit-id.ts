/** The id of an audit record, in the order of time; two of the same time have two ids. */
export function auditRecordId(recordedAt: number, unique: string): string {
  return `${AUDIT}${new Date(recordedAt).toISOString()}-${unique}`;
}

/** Whether an id is that of an audit record, and not that of a finding's event. */
export function isAuditRecordId(id: string): boolean {
  return id.startsWith(AUDIT);
}

const AUDIT = 'control-';
