import { pagesOf } from '../core/pages.ts';
import type { WaitingEntry, WaitingGroup } from '../store/store.ts';
import type { Outcome, ReleaseRequest, RemediatePorts } from './ports.ts';

const HOUR = 60 * 60 * 1000;
/** The longest time for which a queue holds a message back. Seconds. */
const LONGEST_DELAY = 900;

/**
 * Takes up the remediations of one rule in one account that a stop held, after somebody has ended it: at most as many at
 * once as the rule may remediate in an hour, and as many more each further hour. The gates are asked again for each.
 * A message may come twice: each remediation has one run, however often it is taken up.
 */
export async function release(request: ReleaseRequest, ports: RemediatePorts): Promise<Outcome> {
  const { stop, of, from, due = 0 } = request.release;
  const seconds = Math.ceil((due - ports.now()) / 1000);
  if (seconds > 0) {
    await ports.later(request, Math.min(LONGEST_DELAY, seconds));
    return 'waiting';
  }
  const { maxPerHour } = ports.settings.limits;
  const entries = await firstOf(maxPerHour + 1, { stop, of }, from, ports);
  const [first] = entries;
  if (!first) return 'left';
  const { pause, rateLimit } = await ports.store.beforeRun(first.event, of.rule, of.account);
  // What is stopped again waits for the end of that.
  if (pause || rateLimit?.tripped) return 'left';
  const now = entries.slice(0, maxPerHour);
  for (const { event } of now) await ports.later({ event, waited: true, released: true }, 0);
  const last = now.at(-1);
  if (!last || entries.length === now.length) return 'left';
  await ports.later({ release: { stop, of, from: last.finding, due: ports.now() + HOUR } }, LONGEST_DELAY);
  return 'waiting';
}

/** The first of the entries after a finding. */
async function firstOf(
  count: number,
  group: WaitingGroup,
  after: string | undefined,
  { store }: RemediatePorts,
): Promise<readonly WaitingEntry[]> {
  const found: WaitingEntry[] = [];
  for await (const { entries } of pagesOf((from) => store.waiting(group, from))) {
    found.push(...entries.filter(({ finding }) => after === undefined || finding > after));
    if (found.length >= count) break;
  }
  return found.slice(0, count);
}
