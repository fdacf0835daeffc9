import { byPlumbline } from '../core/cause.ts';
import type { FindingEvent } from '../core/finding.ts';
import { fingerprintOf } from '../core/plan.ts';
import type { Ref } from '../core/ref.ts';
import { noted } from '../core/remediation-events.ts';
import type { Run } from '../store/store.ts';
import { updateFinding } from '../store/update-finding.ts';
import type { Outcome, RemediatePorts } from './ports.ts';

/** The answered requests of a finding that are remembered: copies of one arrive within a day. */
const MOST_ANSWERED = 10;

/** The requests that were answered, with one more. */
function withAnswered(answered: readonly string[], request: string): readonly string[] {
  return [...answered, request].slice(-MOST_ANSWERED);
}

/** The answer to a person whose approved plan was not carried out. */
export function notCarriedOut(by: string, why: string): string {
  return `The plan that ${by} approved was not carried out. ${why}`;
}

/**
 * Answers an approval after which no run begins; a person waits for it. Each is answered once. Other events of a finding
 * ask for nothing that would need an answer.
 * @param why A full sentence.
 */
export async function declined(event: FindingEvent, why: string, ports: RemediatePorts): Promise<Outcome> {
  if (event.type !== 'approved') return 'left';
  const { id, resource } = event.finding;
  const { lastRun } = (await ports.store.resource(resource)).findings.find(({ finding }) => finding.id === id) ?? {};
  if (lastRun !== undefined && isCarriedOutBy(await ports.store.run(lastRun), event)) return 'left';
  const note = notCarriedOut(event.cause.actor.name, why);
  return answerOnce(event.id, { ref: resource, finding: id, run: event.id, note }, ports);
}

interface RequestAnswer {
  readonly ref: Ref;
  readonly finding: string;
  /** The id that the run would have had. */
  readonly run: string;
  /** Full sentences. */
  readonly note: string;
}

/** Answers a request after which no run begins. A copy of a request that was answered says nothing more. */
export async function answerOnce(
  request: string,
  { ref, finding, run, note }: RequestAnswer,
  ports: RemediatePorts,
): Promise<Outcome> {
  const events = await updateFinding(
    ref,
    finding,
    ({ answered = [], ...storedFinding }) =>
      answered.includes(request)
        ? undefined
        : {
            storedFinding: { ...storedFinding, answered: withAnswered(answered, request) },
            advance: noted(storedFinding.finding, 'failed', byPlumbline(ports.now(), run), note),
          },
    ports,
  );
  return events.length > 0 ? 'failed' : 'left';
}

/** Whether a run since the approval was one of the plan that was approved: another person has approved it too. */
function isCarriedOutBy(run: Run | undefined, { recordedAt, finding: { plan } }: FindingEvent): boolean {
  return (run?.endedAt ?? 0) >= recordedAt && run !== undefined && fingerprintOf(run.plan) === fingerprintOf(plan);
}
