import type { Exemption, Finding } from '../core/finding.ts';
import { GONE, type Gone } from '../core/kind.ts';
import { type Advance, closed, type Judgement, noted, remediated, undone } from '../core/lifecycle.ts';
import type { Held, Run } from '../store/store.ts';
import { byPlumbline, byReading } from './causes.ts';
import { freeze } from './freeze.ts';
import { onward } from './lease.ts';
import type { Outcome, Ports, RemediatePorts } from './ports.ts';
import { record } from './record.ts';
import { reachOf } from './run.ts';

/** What became of a run that is over. */
export const OUTCOMES = {
  remediate: { done: 'remediated', failed: 'failed', gone: 'gone' },
  undo: { done: 'undone', failed: 'failed', gone: 'gone' },
} as const satisfies Record<Run['purpose'], Record<Exclude<Run['status'], 'acting'>, Outcome>>;

/** It is done, and was seen to be; where nothing of it was done, somebody else was first. */
export async function finish(run: Run, state: object, judgement: Judgement, ports: RemediatePorts): Promise<Outcome> {
  const isOurs = reachOf(run) > 0;
  const outcome = await end(run, { status: 'done' }, state, ports, (held, at) => {
    const { proposed: _answered, ...rest } = held;
    if (run.purpose === 'undo') {
      const { lastRun: _undone, ...after } = rest;
      const exemption = exemptionAfter(run, held.finding, ports.settings.limits);
      return { held: after, advance: undone(held.finding, judgement, exemption, byPlumbline(at, run.id)) };
    }
    if (!isOurs) {
      return {
        held: rest,
        advance: closed(held.finding, byReading(at), 'It was put right before Plumbline did anything.'),
      };
    }
    const note = run.approvedBy && `Approved by ${run.approvedBy}.`;
    return { held: undoable(rest, run), advance: remediated(held.finding, byPlumbline(at, run.id), note) };
  });
  return isOurs ? outcome : 'left';
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
    return { held, advance: failed(some ? held.finding : withoutExemption(held.finding, run)) };
  });
}

/** In one transaction, and only where the run is still ours. */
async function end(
  run: Run,
  known: Pick<Run, 'note'> & { readonly status: Exclude<Run['status'], 'acting'> },
  state: object | Gone | undefined,
  ports: RemediatePorts,
  decide: (held: Held, at: number) => { readonly held: Held; readonly advance: Advance },
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
  );
  return OUTCOMES[run.purpose][known.status];
}

function undoable(held: Held, run: Run): Held {
  return reachOf(run) > 0 ? { ...held, lastRun: run.id } : held;
}

/** Of an undo: for what it brings back, and nothing else. What people have accepted themselves stays. */
export function exemptionAfter(
  { approvedBy = 'unknown', startedAt, violations }: Run,
  { status, exemption }: Finding,
  { undoDays }: Ports['settings']['limits'],
): Exemption {
  if (status === 'exempt' && exemption?.by === 'finding') return exemption;
  return {
    reason: 'Its remediation was undone.',
    owner: approvedBy,
    until: startedAt + undoDays * 24 * 60 * 60 * 1000,
    by: 'undo',
    covers: violations,
  };
}

/** Where nothing was undone, nothing is accepted. */
function withoutExemption(finding: Finding, { startedAt }: Run): Finding {
  const { exemption, ...rest } = finding;
  const ours = exemption?.by === 'undo' && finding.status !== 'exempt' && exemption.until > startedAt;
  return ours ? rest : finding;
}
