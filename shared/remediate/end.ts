import { byOne, byPlumbline, byReading, reattributed } from '../core/cause.ts';
import { accepting, notAccepting } from '../core/exemption.ts';
import type { Finding } from '../core/finding.ts';
import type { Advance } from '../core/judgement.ts';
import { closed, noted, RESOURCE_IS_GONE, remediated, undone } from '../core/remediation-events.ts';
import { freeze, GONE, type Gone, sameFrozen } from '../core/state.ts';
import { disputedBy, undisputed } from '../store/disputed.ts';
import type { Run, StoredFinding } from '../store/store.ts';
import { storedResource, updateFinding } from '../store/update-finding.ts';
import { exemptionAfterUndo, undoable, withStandingProposal, withTime, wroteAfter } from './after-run.ts';
import { notCarriedOut } from './approval.ts';
import { moreText, noteOf, restoreNote } from './end-notes.ts';
import type { Job, Next } from './job.ts';
import { asKnown, comeBack, nextVersion } from './lease.ts';
import type { Outcome, RemediatePorts } from './ports.ts';
import { changedBy, reachOf, settingOf } from './run.ts';

type Ending = Exclude<Run['status'], 'acting'>;

const OUTCOMES = {
  remediate: { done: 'remediated', failed: 'failed', gone: 'gone' },
  undo: { done: 'undone', failed: 'failed', gone: 'gone' },
  restore: { done: 'restored', failed: 'failed', gone: 'gone' },
} as const satisfies Record<Run['purpose'], Record<Ending, Outcome>>;

/** The outcome of a run that another process has continued. */
export async function outcomeOf(run: Run, ports: RemediatePorts): Promise<Outcome> {
  const { status } = (await ports.store.run(run.id)) ?? run;
  return status === 'acting' ? comeBack(run, ports) : OUTCOMES[run.purpose][status];
}

/** The resource was read and is right. Where the run did nothing, somebody else was first. */
export async function endDone(job: Job, ports: RemediatePorts): Promise<Next<never>> {
  const { run, read } = job;
  if (!read) throw new Error('A run is done only after the resource was read.');
  const { state, judgement } = read;
  const { evaluator, settings } = ports;
  const setting = settingOf(run, ports);
  // What has come up meanwhile is not put down to those who caused the rest.
  const judgementAfter = (finding: Finding, { firstReadAt }: StoredFinding, at: number) => {
    const after = reattributed(finding, judgement.violations, byOne(byReading(at)));
    const known = { finding: after, ...(firstReadAt === undefined ? {} : { firstReadAt }) };
    return evaluator.judgementAfter(setting, read, known, at, settings);
  };
  const isOurs = reachOf(run) > 0;
  const isWrong = judgement.violations.length > 0;
  // An evaluation in between may have seen already that the violations are gone.
  const request = isWrong && run.purpose === 'remediate' ? await ports.store.event(run.id) : undefined;
  const isDisputed = isOurs && (job.differing?.length ?? 0) > 0;
  // What others have changed meanwhile is left to an evaluation, which finds its author; so is what is wrong after a restore.
  const readNow = isDisputed || (isWrong && run.purpose === 'restore') ? undefined : state;
  const ended = await end(job, { status: 'done', isDisputed }, readNow, ports, (storedFinding, at) => {
    const { finding } = storedFinding;
    if (run.purpose === 'restore') {
      const advance = noted(finding, 'restored', byPlumbline(at, run.id), restoreNote(job));
      return { storedFinding: undoable(storedFinding, run), advance };
    }
    if (run.purpose === 'undo') {
      const { lastRun: _undone, ...rest } = storedFinding;
      const after = run.previousRun === undefined ? rest : { ...rest, lastRun: run.previousRun };
      const exemption = exemptionAfterUndo(run, ports.settings.limits);
      const now = judgementAfter(accepting(finding, exemption, at), storedFinding, at);
      const advance = undone(finding, now, exemption, byPlumbline(at, run.id), moreText(job));
      return { storedFinding: withStandingProposal(after, advance), advance };
    }
    if (!isOurs) {
      // The next evaluation reports what the plan leaves.
      const advance = isWrong ? { finding, events: [] } : closed(finding, byReading(at), NOT_NEEDED);
      return { storedFinding: withStandingProposal(storedFinding, advance), advance };
    }
    const { violations } = (request ?? storedFinding).finding;
    const fixed = {
      violations: violations.filter((each) => run.violations.includes(each.path)),
      left: isWrong
        ? { judgement: judgementAfter(finding, storedFinding, at), attribution: byOne(byReading(at)) }
        : undefined,
    };
    const advance = remediated(finding, fixed, byPlumbline(at, run.id), noteOf(job, judgement));
    return { storedFinding: withStandingProposal(undoable(storedFinding, run), advance), advance };
  });
  return isOurs ? ended : { outcome: 'left' };
}

const NOT_NEEDED = 'The resource was fixed before Plumbline did anything.';

/** The resource is gone: nothing was remediated, and nothing can be undone. */
export async function endGone(job: Job, ports: RemediatePorts): Promise<Next<never>> {
  return end(job, { status: 'gone', isDisputed: false }, GONE, ports, (storedFinding, at) => ({
    storedFinding,
    advance: closed(storedFinding.finding, byReading(at), `${RESOURCE_IS_GONE}; nothing was remediated.`),
  }));
}

/** The run goes no further, for the reason in the job. */
export async function endFailed(given: Job, ports: RemediatePorts): Promise<Next<never>> {
  const job = { ...given, run: asKnown(given) };
  const { run, reason = '' } = job;
  const isPartlyDone = reachOf(run) > 0;
  const isUndoable = isPartlyDone && run.purpose !== 'undo';
  const note = isUndoable ? `${reason} The steps that were carried out can be undone.` : reason;
  const ended = await end(
    job,
    { status: 'failed', note: reason, isDisputed: isPartlyDone },
    undefined,
    ports,
    (storedFinding, at) => {
      const { finding } = storedFinding;
      const failed = (each: Finding) => noted(each, 'failed', byPlumbline(at, run.id), note);
      if (run.purpose !== 'undo') return { storedFinding: undoable(storedFinding, run), advance: failed(finding) };
      // Where nothing was undone, nothing is accepted.
      const accepted = exemptionAfterUndo(run, ports.settings.limits);
      return { storedFinding, advance: failed(isPartlyDone ? finding : notAccepting(finding, accepted)) };
    },
  );
  if (run.purpose === 'remediate') await lookAgain(run, ports);
  return ended;
}

/**
 * An evaluation that saw the resource in order while the run acted has left the ending of the finding to the run, and has
 * stored that state. The failure is recorded already; what this look misses, the next sweep finds.
 */
async function lookAgain({ id, ref, before }: Run, ports: RemediatePorts): Promise<void> {
  try {
    const { state } = await ports.store.resource(ref);
    if (!sameFrozen(state, before)) await ports.evaluator.observe(ref, [], ports);
  } catch (error) {
    ports.onFailure?.(error, id);
  }
}

/** Writes run, finding and event in one transaction, and only where the run is still ours. */
async function end(
  { run, fresh, read }: Job,
  { isDisputed, ...ending }: Pick<Run, 'note'> & { readonly status: Ending; readonly isDisputed: boolean },
  state: object | Gone | undefined,
  ports: RemediatePorts,
  decide: (storedFinding: StoredFinding, at: number) => Decided,
): Promise<{ readonly outcome: Outcome }> {
  const at = ports.now();
  const ended = nextVersion(run, { ...ending, endedAt: at }, at);
  await updateFinding(
    run.ref,
    run.finding,
    (current, record) => {
      const decided = answered(decide(current, at), run, ports);
      const { activeRun: _ended, disputed: _earlier, wrote: _before, ...stored } = storedResource(record);
      const wrote = state === GONE ? [] : wroteAfter(record, ended);
      const { salt } = record;
      const disputed = isDisputed ? disputedBy(record, { ...run, fields: changedBy(run, ports) }) : undisputed(record);
      return {
        advance: decided.advance,
        storedFinding: withTime(decided.storedFinding, run, at, ports),
        resource: {
          ...stored,
          ...(salt === undefined || state === undefined
            ? {}
            : { state: freeze(state, salt), readAt: read?.readAt ?? at }),
          ...(disputed && state !== GONE ? { disputed } : {}),
          ...(wrote.length > 0 ? { wrote } : {}),
        },
        run: ended,
      };
    },
    ports,
    fresh,
  );
  return { outcome: OUTCOMES[run.purpose][ending.status] };
}

/** What becomes of a finding at the end of a run. */
interface Decided {
  readonly storedFinding: StoredFinding;
  readonly advance: Advance;
}

/** A person whose approval came too late gets an answer, where nothing else is reported. */
function answered(decided: Decided, { id, purpose, approvedBy }: Run, { now }: RemediatePorts): Decided {
  const { advance, storedFinding } = decided;
  if (purpose !== 'remediate' || approvedBy === undefined || advance.events.length > 0) return decided;
  const finding = advance.finding ?? storedFinding.finding;
  const note = notCarriedOut(approvedBy, NOT_NEEDED);
  return { storedFinding, advance: noted(finding, 'failed', byPlumbline(now(), id), note) };
}
