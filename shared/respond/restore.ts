import { signatureOf } from '../core/actor.ts';
import { allowedMode } from '../remediate/gates.ts';
import { restoreIdOf } from '../remediate/run.ts';
import type { Answer, RespondPorts } from './answer.ts';
import type { Request } from './request.ts';

/** Queues the restore of what a run has overwritten, as an event of type `overwritten` proposes it. */
export async function requestRestore(
  { event: id, by }: Extract<Request, { do: 'restore' }>,
  ports: RespondPorts,
): Promise<Answer> {
  const { remediation, settings, store, identity, now } = ports;
  const event = await store.event(id);
  if (event?.type !== 'overwritten')
    return { ok: false, error: `There is no finding event ${id} about a change that was overwritten.` };
  const { finding } = event;
  const refused = (error: string): Answer => ({ ok: false, error, finding });
  if (!event.restore) return refused('Plumbline cannot bring this change back. Its alert says why.');
  if (remediation === 'off') return refused('Remediation is not deployed, and only it can bring a change back.');
  const setting = settings.rules.find(({ rule }) => rule.id === finding.rule);
  if (!setting || allowedMode(remediation, setting, finding.resource.account) === 'off')
    return refused(`By plumbline.yml, remediation of ${finding.rule} is off in ${finding.resource.account}.`);
  const run = await store.run(restoreIdOf(id));
  if (run?.status === 'done') return refused('The change was brought back already.');
  await ports.request([{ restore: id, by: signatureOf({ name: by, arn: identity }), at: now() }]);
  return { ok: true, done: 'The restore was queued. An alert follows when it is done.', finding };
}
