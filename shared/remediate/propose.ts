import { byPlumbline } from '../core/cause.ts';
import type { FindingEvent } from '../core/finding.ts';
import { fingerprintOf, proposalOf, remainingText } from '../core/plan.ts';
import { noted } from '../core/remediation-events.ts';
import type { StoredFinding } from '../store/store.ts';
import { updateFinding } from '../store/update-finding.ts';
import { ANOTHER_PLAN, consume, type Facts, tripped, type Verdict } from './gates.ts';
import type { Outcome, RemediatePorts } from './ports.ts';

/** Asks people for an approval, once for each plan and reason. */
export async function propose(
  event: FindingEvent,
  facts: Facts,
  { ask: why, stop }: Extract<Verdict, { readonly ask: string }>,
  ports: RemediatePorts,
): Promise<Outcome> {
  const { storedFinding, plan, remaining, rateLimit, now, settings, approved } = facts;
  if (!approved && !rateLimit?.tripped && !consume(rateLimit, settings.limits.maxPerHour, now)) {
    await ports.store.setRateLimit(
      storedFinding.finding.rule,
      storedFinding.finding.resource.account,
      tripped(rateLimit, now),
    );
  }
  const asked = proposalOf(plan, why);
  const note = [why, remainingText(remaining)].filter(Boolean).join(' ');
  // An evaluation may have proposed this plan already.
  const isAsked = ({ proposal }: StoredFinding) =>
    proposal === asked || (why === ANOTHER_PLAN && proposal?.startsWith(fingerprintOf(plan)));
  const events = await updateFinding(
    storedFinding.finding.resource,
    storedFinding.finding.id,
    (current) =>
      isAsked(current) || current.finding.status !== 'open'
        ? undefined
        : {
            storedFinding: { ...current, proposal: asked },
            advance: noted({ ...current.finding, plan }, 'proposed', byPlumbline(now, event.id), note, stop),
          },
    ports,
  );
  return events.length > 0 ? 'proposed' : 'left';
}
