import type { Part } from '../../../shared/checklists/part.ts';
import type { StatementState } from '../../../shared/checklists/state.ts';
import { isoTime } from '../../../shared/core/text.ts';
import type { ChecklistsReport } from './report.ts';

/** For programs. Times are ISO 8601 in UTC. */
export function checklistJson({ reports, from, at, note }: ChecklistsReport): string {
  const checklists = reports.map(({ view, states }) => ({ ...view, statements: states.map(statementJson) }));
  return `${JSON.stringify({ from, at: isoTime(at), ...(note === undefined ? {} : { note }), checklists }, null, 2)}\n`;
}

function statementJson({ statement, state, since, parts, attested }: StatementState) {
  const { id, section, number, says, asksNothing, unseen, note } = statement;
  return {
    id,
    ...(section === '' ? {} : { section, number }),
    says,
    state,
    ...(since === undefined ? {} : { keptSince: isoTime(since) }),
    ...(asksNothing === undefined ? {} : { asksNothing }),
    ...(unseen === undefined ? {} : { unseen }),
    ...(note === undefined ? {} : { note }),
    ...(attested === undefined ? {} : { attestation: { ...attested.attestation, counts: attested.counts } }),
    parts: parts.map(partJson),
  };
}

function partJson({ since, findings, accepted, isEmpty, isAttestable: _attestable, ...part }: Part) {
  return {
    ...part,
    ...(since === undefined ? {} : { keptSince: isoTime(since) }),
    ...(isEmpty ? { noResources: true } : {}),
    findings: findings.map(({ id, resource, region, severity }) => ({ id, resource, region, severity })),
    accepted: accepted.map(({ id, resource, region, owner }) => ({ id, resource, region, owner })),
  };
}
