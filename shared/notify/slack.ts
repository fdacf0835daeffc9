import { ATTEMPT_TIMEOUT } from '../aws/time-limits.ts';
import type { Redacted } from '../core/redacted.ts';
import type { Send } from './deliver-job.ts';
import { named, refused } from './refused.ts';
import { payloadOf, type SlackPayload } from './slack-payload.ts';
import type { Surroundings } from './surroundings.ts';
import { notificationOf } from './text.ts';
import type { Webhook } from './webhook.ts';

export interface SlackOptions {
  readonly webhook: Webhook;
  readonly surroundings: Surroundings;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** @see https://docs.slack.dev/apis/web-api/rate-limits */
const PACE = 1_000;

/** Slack's refusal, or the reason that it did not answer, for `aws/failure.ts`. It never holds the webhook's URL. */
export interface SlackError extends Error {
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode: number };
  /** Milliseconds. */
  readonly retryAfter?: number;
  /** Slack refuses this message and takes others. */
  readonly unfit?: true;
}

/** Posts to an incoming webhook, at most one message a second. */
export function createSlack({ webhook, surroundings, now, sleep }: SlackOptions): Send {
  let next = 0;
  return async (event) => {
    const payload = payloadOf(notificationOf(event, now(), surroundings));
    const address = await webhook();
    const first = await paced(address, payload);
    if (!first) return;
    const again = await second(first, address, payload);
    if (again) throw again;
  };

  /** A second attempt where Slack refused the first and another URL or layout may help. */
  async function second(error: SlackError, address: Redacted, payload: SlackPayload): Promise<SlackError | undefined> {
    const status = error.$metadata?.httpStatusCode;
    if (status === 400) return unfit(await paced(address, { text: payload.text }));
    if (status !== 403 && status !== 404 && status !== 410) return error;
    const current = await webhook(true);
    return current.reveal() === address.reveal() ? error : paced(current, payload);
  }

  async function paced(address: Redacted, payload: Partial<SlackPayload>): Promise<SlackError | undefined> {
    if (next > now()) await sleep(next - now());
    next = now() + PACE;
    return post(address, payload, now());
  }
}

async function post(address: Redacted, payload: object, now: number): Promise<SlackError | undefined> {
  try {
    const answer = await fetch(address.reveal(), {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(payload),
      // A redirect could send the event to another host.
      redirect: 'manual',
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT),
    });
    await answer.body?.cancel();
    if (answer.ok) return undefined;
    return Object.assign(
      refused('SlackRefused', `Slack answered with status ${answer.status}.`, answer.status),
      retryAfter(answer.headers.get('retry-after'), now),
    );
  } catch (error) {
    return unanswered(error);
  }
}

function unfit(error: SlackError | undefined): SlackError | undefined {
  return error?.$metadata?.httpStatusCode === 400 ? Object.assign(error, { unfit: true as const }) : error;
}

/** Only the name and the code of the error of `fetch`: the rest may quote the URL. */
function unanswered(error: unknown): SlackError {
  const { name, cause } = error instanceof Error ? error : new Error('unknown');
  const code = (cause as { code?: unknown } | undefined)?.code;
  return Object.assign(named(name, 'Slack did not answer.'), typeof code === 'string' ? { code } : {});
}

/** Seconds, or a date. */
function retryAfter(header: string | null, now: number): Pick<SlackError, 'retryAfter'> {
  const text = header?.trim();
  if (!text) return {};
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return milliseconds > 0 ? { retryAfter: milliseconds } : {};
}
