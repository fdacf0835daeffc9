import { acknowledge, isExpired, type Notice } from '../core/notice.ts';
import { clock } from '../core/text.ts';
import { retryOnConflict } from '../store/conflict.ts';
import type { Answer, RespondPorts } from './answer.ts';
import type { Request } from './request.ts';

/** A record is written with each batch of a flood; the count of others is kept. */
const ATTEMPTS = 20;

/** Records that a person has seen a notice and answers for it. */
export async function acknowledgeNotice(
  asked: Extract<Request, { do: 'acknowledge' }>,
  { store, identity, now }: Pick<RespondPorts, 'store' | 'identity' | 'now'>,
): Promise<Answer> {
  const [key = ''] = asked.notice.split('-');
  return retryOnConflict(async () => {
    const record = await store.notice(key);
    const { notice } = record;
    if (!notice) return { ok: false, error: `There is no notice ${asked.notice}.` };
    const objection = objectionTo(asked.notice, notice, now());
    if (objection !== undefined) return { ok: false, error: objection, notice };
    const at = now();
    const { record: after, event } = acknowledge(record, notice, {
      by: asked.by,
      ...(identity === undefined ? {} : { identity }),
      at,
    });
    await store.saveNotice(after, [event], at);
    return {
      ok: true,
      done: `The notice is acknowledged. It is reported anew after ${clock(notice.lastAt + notice.quiet)} UTC, or later if it goes on until then.`,
      notice: event.notice,
    };
  }, ATTEMPTS);
}

function objectionTo(id: string, notice: Notice, now: number): string | undefined {
  if (notice.id !== id)
    return `It was reported anew since: the notice is ${notice.id} now. Look at it before you acknowledge it.`;
  const { acknowledged } = notice;
  if (acknowledged) return `${acknowledged.by} has acknowledged it already.`;
  return isExpired(notice, now) ? 'The notice has expired. There is nothing to acknowledge.' : undefined;
}
