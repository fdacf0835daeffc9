import type { Plan } from '../core/finding.ts';
import { noted } from '../core/lifecycle.ts';
import { fingerprintOf } from '../core/plan.ts';
import type { Entry, Held } from '../store/store.ts';
import { byReading } from './causes.ts';

/** What people were asked, as it is kept: which plan, and why. */
export function proposalOf(plan: Plan, why: string): string {
  return `${fingerprintOf(plan)} ${why}`;
}

interface Concluded {
  readonly held: Held;
  readonly entries: readonly Entry[];
}

/** Where a look has changed nothing but the plan that people were asked about, they are asked about the new one. */
export function proposedAnew(concluded: Concluded, at: number): Concluded {
  const { held, entries } = concluded;
  const { finding, proposed } = held;
  if (proposed === undefined || entries.length > 0 || finding.status !== 'open') return concluded;
  const [before = '', ...words] = proposed.split(' ');
  const why = words.join(' ');
  if (finding.plan.mode === 'manual' || before === fingerprintOf(finding.plan)) return concluded;
  const note = `${why} The resource has changed, and the plan that was proposed before with it.`;
  const { transitions } = noted(finding, 'proposed', byReading(at), note);
  return {
    held: { ...held, proposed: proposalOf(finding.plan, why), entries: held.entries + transitions.length },
    entries: transitions.map((transition, index) => ({
      id: `${finding.id}-${held.entries + index + 1}`,
      at,
      transition,
      finding,
    })),
  };
}
