import { byOne } from '../core/cause.ts';
import { accepting, notAccepting } from '../core/exemption.ts';
import type { Exemption, Finding } from '../core/finding.ts';
import { freeze } from '../core/freeze.ts';
import { GONE, type Gone } from '../core/kind.ts';
import { type Advance, closed, type Judgement, noted, remediated, undone } from '../core/lifecycle.ts';
import { byPlumbline, byReading } from '../evaluate/causes.ts';
import { remainingText } from '../evaluate/partial-plan.ts';
import type { Outcome, Ports, RemediatePorts } from '../evaluate/ports.ts';
import { updateFinding } from '../evaluate/record.ts';
import type { ResourceRecord, Run, StoredFinding } from '../store/store.ts';
import { onward } from './lease.ts';
import { judgementAfter, reachOf } from './run.ts';

/** What became of a run that is over. */
export const OUTCOMES = {
  remediate: { done: 'remediated', failed: 'failed', gone: 'gone' },
  undo: { done: 'undone', failed: 'failed', gone: 'gone' },
} as const satisfies Record<Run['purpose'], Record<Exclude<Run['status'], 'acting'>, Outcome>>;

/** It is done, and was seen to be; where nothing of it was done, somebody else was first. */
export async function finish(
  run: Run,
  state: object,
  judgement: Judgement,
  ports: RemediatePorts,
  known?: ResourceRecord,
): Promise<Outcome> {
  const isOurs = reachOf(run) > 0;
  const wrong = judgement.violations.length > 0;
  // A look in between may have seen already that it is not there any more.
  const asked = wrong && run.purpose === 'remediate' ? await ports.store.event(run.id) : undefined;
  const outcome = await end(
    run,
    { status: 'done' },
    state,
    ports,
    (storedFinding, at) => {
      const { proposal: _answered, ...rest } = storedFinding;
      if (run.purpose === 'undo') {
        const { lastRun: _undone, ...after } = rest;
        const exemption = exemptionAfter(run, ports.settings.limits);
        const now = judgementAfter(run, state, judgement, accepting(storedFinding.finding, exemption, at), ports);
        return {
          storedFinding: after,
          advance: undone(storedFinding.finding, now, exemption, byPlumbline(at, run.id)),
        };
      }
      if (!isOurs) {
        const first = 'It was put right before Plumbline did anything.';
        // What was left is for the next look to tell.
        const advance = wrong
          ? { finding: storedFinding.finding, events: [] }
          : closed(storedFinding.finding, byReading(at), first);
        return { storedFinding: rest, advance };
      }
      const { violations } = (asked ?? storedFinding).finding;
      const right = {
        violations: violations.filter((each) => run.violations.includes(each.path)),
        left: wrong
          ? {
              judgement: judgementAfter(run, state, judgement, storedFinding.finding, ports),
              tracing: byOne(byReading(at)),
            }
          : undefined,
      };
      const advance = remediated(storedFinding.finding, right, byPlumbline(at, run.id), noteOf(run));
      return { storedFinding: undoable(rest, run), advance };
    },
    known,
  );
  return isOurs ? outcome : 'left';
}

function noteOf({ approvedBy, plan, remaining = [] }: Run): string | undefined {
  const approved = approvedBy === undefined ? [] : [`Approved by ${approvedBy}.`];
  const done = remaining.length > 0 ? [`Carried out: ${plan.steps.join('; ')}.`, remainingText(remaining)] : [];
  return [...approved, ...done].join(' ') || undefined;
}

/** The resource is gone: nothing was put back, and nothing can be undone. */
export async function goneWith(run: Run, ports: RemediatePorts): Promise<Outcome> {
  return end(run, { status: 'gone' }, GONE, ports, (storedFinding, at) => ({
    storedFinding,
    advance: closed(storedFinding.finding, byReading(at), 'The resource is gone; nothing was put back.'),
  }));
}

/** It goes no further. */
export async function fail(run: Run, why: string, ports: RemediatePorts): Promise<Outcome> {
  const some = reachOf(run) > 0;
  const note = some && run.purpose === 'remediate' ? `${why} What was carried out can be undone.` : why;
  return end(run, { status: 'failed', note: why }, undefined, ports, (storedFinding, at) => {
    const failed = (finding: Finding) => noted(finding, 'failed', byPlumbline(at, run.id), note);
    if (run.purpose === 'remediate')
      return { storedFinding: undoable(storedFinding, run), advance: failed(storedFinding.finding) };
    // Where nothing was undone, nothing is accepted.
    const accepted = exemptionAfter(run, ports.settings.limits);
    return {
      storedFinding,
      advance: failed(some ? storedFinding.finding : notAccepting(storedFinding.finding, accepted)),
    };
  });
}

/** In one transaction, and only where the run is still ours. */
async function end(
  run: Run,
  known: Pick<Run, 'note'> & { readonly status: Exclude<Run['status'], 'acting'> },
  state: object | Gone | undefined,
  ports: RemediatePorts,
  decide: (
    storedFinding: StoredFinding,
    at: number,
  ) => { readonly storedFinding: StoredFinding; readonly advance: Advance },
  record?: ResourceRecord,
): Promise<Outcome> {
  const at = ports.now();
  const ended = onward(run, { ...known, endedAt: at }, at);
  await updateFinding(
    run.ref,
    run.finding,
    (current, { salt }) => {
      const { activeRun, ...free } = current;
      return {
        ...decide(activeRun === run.id ? free : current, at),
        ...(salt === undefined || state === undefined ? {} : { state: state === GONE ? null : freeze(state, salt) }),
        run: ended,
      };
    },
    ports,
    record,
  );
  return OUTCOMES[run.purpose][known.status];
}

function undoable(storedFinding: StoredFinding, run: Run): StoredFinding {
  return reachOf(run) > 0 ? { ...storedFinding, lastRun: run.id } : storedFinding;
}

/** Of an undo: for what it brings back, and nothing else. */
export function exemptionAfter(
  { approvedBy = 'unknown', startedAt, violations }: Run,
  { undoDays }: Ports['settings']['limits'],
): Exemption {
  return {
    reason: 'Its remediation was undone.',
    owner: approvedBy,
    until: startedAt + undoDays * 24 * 60 * 60 * 1000,
    grantedBy: 'undo',
    covers: violations,
  };
}
