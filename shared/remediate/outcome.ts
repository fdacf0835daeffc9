import { byOne } from '../core/cause.ts';
import { accepting, notAccepting } from '../core/exemption.ts';
import type { Exemption, Finding } from '../core/finding.ts';
import { freeze } from '../core/freeze.ts';
import { GONE, type Gone } from '../core/kind.ts';
import { type Advance, closed, type Judgement, noted, remediated, undone } from '../core/lifecycle.ts';
import { byPlumbline, byReading } from '../evaluate/causes.ts';
import { leftText } from '../evaluate/partial-plan.ts';
import type { Outcome, Ports, RemediatePorts } from '../evaluate/ports.ts';
import { record } from '../evaluate/record.ts';
import type { Held, Run, Stored } from '../store/store.ts';
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
  known?: Stored,
): Promise<Outcome> {
  const isOurs = reachOf(run) > 0;
  const wrong = judgement.violations.length > 0;
  // A look in between may have seen already that it is not there any more.
  const asked = wrong && run.purpose === 'remediate' ? await ports.store.entry(run.id) : undefined;
  const outcome = await end(
    run,
    { status: 'done' },
    state,
    ports,
    (held, at) => {
      const { proposed: _answered, ...rest } = held;
      if (run.purpose === 'undo') {
        const { lastRun: _undone, ...after } = rest;
        const exemption = exemptionAfter(run, ports.settings.limits);
        const now = judgementAfter(run, state, judgement, accepting(held.finding, exemption, at), ports);
        return { held: after, advance: undone(held.finding, now, exemption, byPlumbline(at, run.id)) };
      }
      if (!isOurs) {
        const first = 'It was put right before Plumbline did anything.';
        // What was left is for the next look to tell.
        const advance = wrong ? { finding: held.finding, transitions: [] } : closed(held.finding, byReading(at), first);
        return { held: rest, advance };
      }
      const { violations } = (asked ?? held).finding;
      const right = {
        violations: violations.filter((each) => run.violations.includes(each.at)),
        left: wrong
          ? { judgement: judgementAfter(run, state, judgement, held.finding, ports), tracing: byOne(byReading(at)) }
          : undefined,
      };
      const advance = remediated(held.finding, right, byPlumbline(at, run.id), noteOf(run));
      return { held: undoable(rest, run), advance };
    },
    known,
  );
  return isOurs ? outcome : 'left';
}

function noteOf({ approvedBy, plan, left = [] }: Run): string | undefined {
  const approved = approvedBy === undefined ? [] : [`Approved by ${approvedBy}.`];
  const done = left.length > 0 ? [`Carried out: ${plan.steps.join('; ')}.`, leftText(left)] : [];
  return [...approved, ...done].join(' ') || undefined;
}

/** The resource is gone: nothing was put back, and nothing can be undone. */
export async function goneWith(run: Run, ports: RemediatePorts): Promise<Outcome> {
  return end(run, { status: 'gone' }, GONE, ports, (held, at) => ({
    held,
    advance: closed(held.finding, byReading(at), 'The resource is gone; nothing was put back.'),
  }));
}

/** It goes no further. */
export async function fail(run: Run, why: string, ports: RemediatePorts): Promise<Outcome> {
  const some = reachOf(run) > 0;
  const note = some && run.purpose === 'remediate' ? `${why} What was carried out can be undone.` : why;
  return end(run, { status: 'failed', note: why }, undefined, ports, (held, at) => {
    const failed = (finding: Finding) => noted(finding, 'failed', byPlumbline(at, run.id), note);
    if (run.purpose === 'remediate') return { held: undoable(held, run), advance: failed(held.finding) };
    // Where nothing was undone, nothing is accepted.
    const accepted = exemptionAfter(run, ports.settings.limits);
    return { held, advance: failed(some ? held.finding : notAccepting(held.finding, accepted)) };
  });
}

/** In one transaction, and only where the run is still ours. */
async function end(
  run: Run,
  known: Pick<Run, 'note'> & { readonly status: Exclude<Run['status'], 'acting'> },
  state: object | Gone | undefined,
  ports: RemediatePorts,
  decide: (held: Held, at: number) => { readonly held: Held; readonly advance: Advance },
  stored?: Stored,
): Promise<Outcome> {
  const at = ports.now();
  const ended = onward(run, { ...known, endedAt: at }, at);
  await record(
    run.ref,
    run.finding,
    (current, { salt }) => {
      const { acting, ...free } = current;
      return {
        ...decide(acting === run.id ? free : current, at),
        ...(salt === undefined || state === undefined ? {} : { state: state === GONE ? null : freeze(state, salt) }),
        run: ended,
      };
    },
    ports,
    stored,
  );
  return OUTCOMES[run.purpose][known.status];
}

function undoable(held: Held, run: Run): Held {
  return reachOf(run) > 0 ? { ...held, lastRun: run.id } : held;
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
    by: 'undo',
    covers: violations,
  };
}
