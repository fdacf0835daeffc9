import { type FindingEvent, type Plan, recorded } from '../core/finding.ts';
import { noted } from '../core/lifecycle.ts';
import { fingerprintOf } from '../core/plan.ts';
import type { StoredFinding } from '../store/store.ts';
import { byReading } from './causes.ts';

/** What people were asked, as it is kept: which plan, and why. */
export function proposalOf(plan: Plan, why: string): string {
  return `${fingerprintOf(plan)} ${why}`;
}

interface Concluded {
  readonly storedFinding: StoredFinding;
  readonly events: readonly FindingEvent[];
}

/** Where a look has changed nothing but the plan that people were asked about, they are asked about the new one. */
export function proposedAnew(concluded: Concluded, at: number): Concluded {
  const { storedFinding, events } = concluded;
  const { finding, proposal } = storedFinding;
  if (proposal === undefined || events.length > 0 || finding.status !== 'open') return concluded;
  const [before = '', ...words] = proposal.split(' ');
  const why = words.join(' ');
  if (finding.plan.mode === 'manual' || before === fingerprintOf(finding.plan)) return concluded;
  const note = `${why} The resource has changed, and the plan that was proposed before with it.`;
  const asked = recorded(noted(finding, 'proposed', byReading(at), note).events, storedFinding.eventCount, at);
  return {
    storedFinding: {
      ...storedFinding,
      proposal: proposalOf(finding.plan, why),
      eventCount: storedFinding.eventCount + asked.length,
    },
    events: asked,
  };
}
