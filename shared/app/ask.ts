import { noted } from '../core/lifecycle.ts';
import { fingerprintOf } from '../core/plan.ts';
import type { Entry, Held } from '../store/store.ts';
import { take, tripped } from './allowance.ts';
import { byPlumbline } from './causes.ts';
import { ANOTHER_PLAN, type Facts, type Verdict } from './gates.ts';
import { leftText } from './part.ts';
import type { Outcome, RemediatePorts } from './ports.ts';
import { proposalOf } from './propose.ts';
import { record } from './record.ts';

/** Asks people; once for each plan and reason. */
export async function ask(
  entry: Entry,
  facts: Facts,
  { ask: why, stop }: Extract<Verdict, { readonly ask: string }>,
  ports: RemediatePorts,
): Promise<Outcome> {
  const { held, plan, left, allowance, now, settings, approved } = facts;
  if (!approved && !allowance?.tripped && !take(allowance, settings.limits.perHour, now)) {
    await ports.store.allow(held.finding.rule, held.finding.resource.account, tripped(allowance, now));
  }
  const asked = proposalOf(plan, why);
  const note = [why, leftText(left)].filter(Boolean).join(' ');
  // A look may have proposed the plan anew already.
  const isAsked = ({ proposed }: Held) =>
    proposed === asked || (why === ANOTHER_PLAN && proposed?.startsWith(fingerprintOf(plan)));
  const entries = await record(
    held.finding.resource,
    held.finding.id,
    (current) =>
      isAsked(current) || current.finding.status !== 'open'
        ? undefined
        : {
            held: { ...current, proposed: asked },
            advance: noted({ ...current.finding, plan }, 'proposed', byPlumbline(now, entry.id), note, stop),
          },
    ports,
  );
  return entries.length > 0 ? 'proposed' : 'left';
}
