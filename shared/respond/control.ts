import { randomUUID } from 'node:crypto';
import { pagesOf } from '../core/pages.ts';
import { auditRecordId } from '../store/audit-id.ts';
import type { AuditRecord, Control, WaitingEntry, WaitingGroup } from '../store/store.ts';
import type { Answer, RespondPorts } from './answer.ts';
import type { Request } from './request.ts';

type Controlling = Extract<Request, { readonly do: AuditRecord['action'] }>;

/** Pauses, resumes or resets, and takes up what waited for that. */
export async function control(asked: Controlling, ports: RespondPorts): Promise<Answer> {
  switch (asked.do) {
    case 'pause': {
      const { by, reason } = asked;
      await record(asked, reason, { pause: { by, reason, at: ports.now() } }, ports);
      return { ok: true, done: 'Remediation is paused until {"do":"resume"}. What it would have done waits for that.' };
    }
    case 'resume': {
      await record(asked, undefined, { resume: true }, ports);
      const taken = await takeUp({ stop: 'paused' }, ports);
      return { ok: true, done: `Remediation is no longer paused. ${taken}` };
    }
    case 'reset': {
      const { rule, account } = asked;
      if (!ports.settings.rules.some((each) => each.rule.id === rule)) {
        return { ok: false, error: `There is no rule ${rule}, or it is switched off.` };
      }
      const done = `${rule} may remediate by itself again in ${account}.`;
      await record(asked, done, { reset: { rule, account } }, ports);
      return { ok: true, done: `${done} ${await takeUp({ stop: 'limit', of: { rule, account } }, ports)}` };
    }
  }
}

/** In one transaction with the effect, so that there is none without a record of its author. */
async function record(
  asked: Controlling,
  note: string | undefined,
  effect: Control,
  { store, now, identity, onControl }: RespondPorts,
): Promise<void> {
  const recordedAt = now();
  const id = auditRecordId(recordedAt, randomUUID());
  const { do: action, by } = asked;
  const made: AuditRecord = {
    id,
    action,
    by,
    ...(identity === undefined ? {} : { identity }),
    recordedAt,
    ...('reset' in effect ? { of: effect.reset } : {}),
    ...(note === undefined ? {} : { note }),
  };
  await store.control(made, effect);
  onControl?.(made);
}

/**
 * Has what a stop held taken up, as a sentence. It is listed after the stop has ended: what waits later sees that by
 * itself.
 */
async function takeUp(group: WaitingGroup, { store, settings, remediation, request }: RespondPorts): Promise<string> {
  const groups = new Map<string, WaitingEntry[]>();
  if (remediation !== 'off') {
    for await (const { entries } of pagesOf((from) => store.waiting(group, from))) {
      for (const entry of entries) {
        const key = `${entry.rule}|${entry.account}`;
        groups.set(key, [...(groups.get(key) ?? []), entry]);
      }
    }
  }
  const all = [...groups.values()];
  await request(
    all.flatMap(([first]) =>
      first ? [{ release: { stop: group.stop, of: { rule: first.rule, account: first.account } } }] : [],
    ),
  );
  return takenUp(
    all.map(({ length }) => length),
    settings.limits.maxPerHour,
  );
}

function takenUp(counts: readonly number[], perHour: number): string {
  const count = counts.reduce((sum, each) => sum + each, 0);
  if (count === 0) return 'No finding waited for that.';
  const isAll = counts.every((each) => each <= perHour);
  const what = count === 1 ? 'The finding that waited for that is' : `The ${count} findings that waited for that are`;
  if (isAll) return `${what} taken up now.`;
  const hours = Math.max(...counts.map((each) => Math.ceil(each / perHour))) - 1;
  return `${what} taken up: ${perHour} of each rule and account now and in each further hour, the last in ${hours} ${hours === 1 ? 'hour' : 'hours'}.`;
}
