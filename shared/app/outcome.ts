import { GONE, type Gone } from '../core/kind.ts';
import type { Advance, Judgement } from '../core/lifecycle.ts';
import { noted, remediated, undone } from '../core/lifecycle.ts';
import type { Held, Run } from '../store/store.ts';
import { byPlumbline } from './causes.ts';
import { freeze } from './freeze.ts';
import { onward } from './lease.ts';
import type { Outcome, RemediatePorts } from './ports.ts';
import { record } from './record.ts';

/** What became of a run that is over. */
export const OUTCOMES = {
  remediate: { done: 'remediated', failed: 'failed' },
  undo: { done: 'undone', failed: 'failed' },
} as const satisfies Record<Run['purpose'], Record<'done' | 'failed', Outcome>>;

/** It is done, and was seen to be. */
export async function finish(
  run: Run,
  state: object | Gone,
  judgement: Judgement,
  ports: RemediatePorts,
): Promise<Outcome> {
  const at = ports.now();
  const { undoDays } = ports.settings.limits;
  const ended = onward(run, { status: 'done', endedAt: at }, at);
  await record(
    run.ref,
    run.finding,
    (held, { salt }) => {
      const advance: Advance =
        run.purpose === 'remediate'
          ? remediated(held.finding, byPlumbline(at, run.id), run.approvedBy && `Approved by ${run.approvedBy}.`)
          : undone(
              held.finding,
              judgement,
              {
                reason: 'Its remediation was undone.',
                owner: run.approvedBy ?? 'unknown',
                until: at + undoDays * 24 * 60 * 60 * 1000,
                by: 'undo',
                covers: judgement.violations.map((violation) => violation.at),
              },
              byPlumbline(at, run.id),
            );
      const { proposed: _answered, ...rest } = freed(held, run);
      return {
        held: { ...rest, ...(run.purpose === 'remediate' ? { lastRun: run.id } : {}) },
        advance,
        ...(salt === undefined ? {} : { state: state === GONE ? null : freeze(state, salt) }),
        run: ended,
      };
    },
    ports,
  );
  return OUTCOMES[run.purpose].done;
}

/** It goes no further. */
export async function fail(run: Run, why: string, ports: RemediatePorts): Promise<Outcome> {
  const at = ports.now();
  const ended = onward(run, { status: 'failed', endedAt: at, note: why }, at);
  await record(
    run.ref,
    run.finding,
    (held) => ({
      held: freed(held, run),
      advance: noted(held.finding, 'failed', byPlumbline(at, run.id), why),
      run: ended,
    }),
    ports,
  );
  return 'failed';
}

/** The next run may begin. */
function freed(held: Held, run: Run): Held {
  const { acting, ...rest } = held;
  return acting === run.id ? rest : held;
}
