import { byPlumbline } from '../core/cause.ts';
import type { FindingEvent } from '../core/finding.ts';
import { fingerprintOf, proposalOf, remainingText } from '../core/plan.ts';
import { noted } from '../core/remediation-events.ts';
import type { StoredFinding, Waiting } from '../store/store.ts';
import { updateFinding } from '../store/update-finding.ts';
import { ANOTHER_PLAN, type Facts, tripped, type Verdict } from './gates.ts';
import type { Outcome, RemediatePorts } from './ports.ts';

type Question = Extract<Verdict, { readonly ask: string }>;

/**
 * Asks people for an approval, once for each plan and reason. Where remediation was stopped, the finding also waits for
 * the end of that.
 * @throws {Conflict} where somebody has changed the rate limit since it was read.
 */
export async function propose(
  event: FindingEvent,
  facts: Facts,
  { ask: why, stop }: Question,
  ports: RemediatePorts,
): Promise<Outcome> {
  const { storedFinding, plan, remaining, rateLimit, now } = facts;
  const { rule, resource, id } = storedFinding.finding;
  if (stop === 'limit' && !rateLimit?.tripped) {
    await ports.store.trip(rule, resource.account, { before: rateLimit, after: tripped(rateLimit, now) });
  }
  const asked = proposalOf(plan, why);
  const note = [why, remainingText(remaining)].filter(Boolean).join(' ');
  const waiting = waitingFor(event, stop);
  // An evaluation may have proposed this plan already.
  const isAsked = ({ proposal }: StoredFinding) =>
    proposal === asked || (why === ANOTHER_PLAN && proposal?.startsWith(fingerprintOf(plan)));
  const events = await updateFinding(
    resource,
    id,
    (current) => {
      if (current.finding.status !== 'open') return undefined;
      const { waiting: before, ...rest } = current;
      const held = { ...rest, ...(waiting ? { waiting } : {}) };
      if (isAsked(current)) {
        const isHeld = before?.stop === waiting?.stop;
        return isHeld ? undefined : { storedFinding: held, advance: { finding: current.finding, events: [] } };
      }
      return {
        storedFinding: { ...held, proposal: asked, proposedAt: now },
        advance: noted({ ...current.finding, plan }, 'proposed', byPlumbline(now, event.id), note, stop),
      };
    },
    ports,
  );
  if (waiting && (await isOver(waiting.stop, event, ports))) await ports.later({ event: event.id, waited: true }, 0);
  return events.length > 0 ? 'proposed' : 'left';
}

function waitingFor({ id }: FindingEvent, stop: Question['stop']): Waiting | undefined {
  return stop === 'paused' || stop === 'limit' ? { stop, event: id } : undefined;
}

/**
 * Whether somebody has ended the stop since it was read. They list what waits after they ended it, and here the finding
 * waits before the stop is read again: one of the two takes it up.
 */
async function isOver(stop: Waiting['stop'], { finding }: FindingEvent, ports: RemediatePorts): Promise<boolean> {
  const { pause, rateLimit } = await ports.store.beforeRun('', finding.rule, finding.resource.account);
  return stop === 'paused' ? !pause : !rateLimit?.tripped;
}
