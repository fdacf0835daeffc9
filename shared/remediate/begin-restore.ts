import type { FindingEvent, Plan } from '../core/finding.ts';
import { freeze } from '../core/state.ts';
import { activeRun } from '../store/active-run.ts';
import type { ResourceRecord, Run } from '../store/store.ts';
import { storedResource } from '../store/update-finding.ts';
import { answerOnce } from './approval.ts';
import { allowedMode, notPaused, REMEDIATION_IS_OFF } from './gates.ts';
import type { Begun, Job } from './job.ts';
import { begun, begunAgain, secondsUntilFree } from './lease.ts';
import { ANOTHER_LIFE, isOfEarlierLife } from './life.ts';
import type { Outcome, RemediatePorts, RestoreRequest } from './ports.ts';
import { reachOf, restoreIdOf } from './run.ts';
import { nameOf } from './steps.ts';

/** Everything that the write is made of. */
export interface RestorePermit {
  readonly by: string;
  /** Of type `overwritten`. */
  readonly event: FindingEvent;
  readonly plan: Plan;
  readonly record: ResourceRecord;
  /** The run that has overwritten the change. */
  readonly past: Run;
  /** A restore of it that failed and was requested again. */
  readonly failed: Run | undefined;
}

type Answer = { readonly permit: RestorePermit } | { readonly outcome: Outcome } | Begun;

const NOTHING_TO_DO = { outcome: 'left' } as const;

/**
 * Whether a restore may begin: its plan was proposed, and nobody has carried it out yet. That the resource is still as it was
 * left, and that no rule objects, is checked right before the step.
 */
export async function mayRestore(request: RestoreRequest, ports: RemediatePorts): Promise<Answer> {
  const { store } = ports;
  const event = await store.event(request.restore);
  if (!event?.restore) return NOTHING_TO_DO;
  const { kind, account, region, id } = event.finding.resource;
  const ref = { kind, account, region, id };
  const [record, failed, past] = await Promise.all([
    store.resource(ref),
    store.run(restoreIdOf(event.id)),
    store.run(event.cause.eventId),
  ]);
  if (failed?.status === 'acting') return { resume: failed };
  // A failed restore is tried again if that was requested since; a copy of the first request changes nothing.
  if (failed && (failed.status !== 'failed' || (request.at ?? 0) <= (failed.endedAt ?? 0))) return NOTHING_TO_DO;
  if (!past) return NOTHING_TO_DO;
  const objection = await whyNot(past, record, ports);
  if (objection !== undefined) return { outcome: await refuse(event, request, objection, ports) };
  const other = await activeRun(record, ports);
  if (other) {
    const comeBack = async (): Promise<Outcome> => {
      await ports.later(request, secondsUntilFree(other, ports.now()));
      return 'waiting';
    };
    return { blockedBy: other, comeBack };
  }
  return { permit: { by: request.by, event, plan: event.restore, record, past, failed } };
}

/** A full sentence. */
async function whyNot(past: Run, record: ResourceRecord, ports: RemediatePorts): Promise<string | undefined> {
  const setting = ports.settings.rules.find(({ rule }) => rule.id === past.rule);
  if (!setting) return 'The rule has been switched off.';
  if (allowedMode(ports.deployed, setting, past.ref.account) === 'off') return REMEDIATION_IS_OFF;
  if (isOfEarlierLife(past, record)) return ANOTHER_LIFE;
  const objection = notPaused({ pause: await ports.store.paused() });
  return objection && ('ask' in objection ? objection.ask : objection.leave);
}

async function refuse(
  { id, finding }: FindingEvent,
  { by, at }: RestoreRequest,
  why: string,
  ports: RemediatePorts,
): Promise<Outcome> {
  const run = restoreIdOf(id);
  const note = `The restore that ${by} requested was not carried out. ${why}`;
  return answerOnce(`${run} ${at ?? ''}`, { ref: finding.resource, finding: finding.id, run, note }, ports);
}

/**
 * Writes resource and run in one transaction; the state before the run is in it.
 * @throws {Conflict} where somebody has written since the resource was read, or remediation was paused.
 */
export async function beginRestore(
  { by, event, plan, record, past, failed }: RestorePermit,
  ports: RemediatePorts,
): Promise<Job> {
  const { ref, findings, salt = '' } = record;
  const now = ports.now();
  const lastRun = findings.find(({ finding }) => finding.id === event.finding.id)?.lastRun;
  const before = freeze(await ports.read(ref), salt);
  const run = failed
    ? // Where its step may have been carried out, the state before that counts.
      begunAgain(reachOf(failed) > 0 ? failed : { ...failed, before }, by, now)
    : begun(
        {
          id: restoreIdOf(event.id),
          finding: event.finding.id,
          rule: event.finding.rule,
          ref,
          purpose: 'restore',
          status: 'acting',
          plan,
          before,
          ...(past.baseline === undefined ? {} : { baseline: past.baseline }),
          violations: [],
          ...(lastRun === undefined ? {} : { previousRun: lastRun }),
          approvedBy: by,
          completedSteps: 0,
          startedAt: now,
        },
        now,
      );
  const resource = { ...storedResource(record), activeRun: run.id };
  await ports.store.begin(record, { resource, findings: [], events: [], run });
  return { run, unsure: run.startedStep === run.completedSteps };
}

/**
 * Says that a restore was given up before it began: the person who requested it waits for an answer.
 * @throws {unknown} the error, where the event is unknown, or the restore has begun and is continued.
 */
export async function announceNoRestore(
  request: RestoreRequest,
  error: unknown,
  ports: RemediatePorts,
): Promise<Outcome> {
  const event = await ports.store.event(request.restore);
  if (!event || (await ports.store.run(restoreIdOf(event.id)))?.status === 'acting') throw error;
  return refuse(event, request, `It could not be begun: ${nameOf(error)}.`, ports);
}
