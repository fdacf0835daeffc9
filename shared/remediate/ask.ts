import { noted } from '../core/lifecycle.ts';
import { fingerprintOf } from '../core/plan.ts';
import { byPlumbline } from '../evaluate/causes.ts';
import { leftText } from '../evaluate/partial-plan.ts';
import type { Outcome, RemediatePorts } from '../evaluate/ports.ts';
import { proposalOf } from '../evaluate/propose.ts';
import { record } from '../evaluate/record.ts';
import type { Entry, Held } from '../store/store.ts';
import { ANOTHER_PLAN, type Facts, type Verdict } from './gates.ts';
import { take, tripped } from './rate-limit.ts';

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
