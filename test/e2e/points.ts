import type { Channel } from '../../shared/store/store.ts';
import type { Call, Fault } from './proxy.ts';

/** One call of a story: found again whenever the story is played. */
export interface Point {
  readonly caller: string;
  readonly operation: string;
  /** Whether its request names the resource; the others are like those of any other story. */
  readonly isOwn: boolean;
  /** From 1, among those that are alike in all of this. */
  readonly nth: number;
}

/** What goes wrong with a call. */
export interface Trouble {
  readonly point: Point;
  readonly fault: Fault;
  /** How many attempts of that one call; `always`: every call of its kind. */
  readonly times: number | 'always';
}

/** A request as it comes by. */
export interface Request {
  readonly call: Call;
  readonly body: string;
}

type Names = readonly string[];

export function isWrite({ operation }: Pick<Call, 'operation'>): boolean {
  return !/^(?:Get|BatchGet|Describe|List|Query|Scan|Head)/.test(operation);
}

/** The calls of a story that was played while nothing went wrong. */
export function pointsOf(requests: readonly Request[], names: Names): readonly Point[] {
  const counts = new Map<string, number>();
  return requests.map(({ call: { caller, operation }, body }) => {
    const isOwn = isNamed(body, names);
    const kind = `${caller} ${operation} ${isOwn}`;
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    return { caller, operation, isOwn, nth };
  });
}

/** One point of each kind. */
export function kindsOf(points: readonly Point[]): readonly Point[] {
  return points.filter(({ nth }) => nth === 1);
}

/** Watches the requests of a story that is played again, and says what is to go wrong with each. */
export function troubleIn({ point, fault, times }: Trouble, names: Names) {
  let seen = 0;
  let left = times === 'always' ? Number.POSITIVE_INFINITY : times;
  let itself: string | undefined;
  return {
    /** Whether anything has gone wrong. */
    hasMet: () => seen >= point.nth,
    meet({ call: { caller, operation }, body }: Request): Fault | undefined {
      if (caller !== point.caller || operation !== point.operation || isNamed(body, names) !== point.isOwn) {
        return undefined;
      }
      // Another attempt of a call asks the same.
      if (body !== itself) seen += 1;
      if (seen === point.nth) itself ??= body;
      const isMeant = times === 'always' || body === itself;
      if (!isMeant || left === 0) return undefined;
      left -= 1;
      return fault;
    },
  };
}

const TELLS: Readonly<Record<string, Channel>> = {
  Publish: 'sns',
  PublishBatch: 'sns',
  PutEvents: 'bus',
  Post: 'slack',
};

export function channelOf({ operation }: Pick<Call, 'operation'>): Channel | undefined {
  return TELLS[operation];
}

/** The channels of which a process that ends now has told something, or is telling it, and has not recorded that. */
export function uncertain(requests: readonly Request[]): readonly Channel[] {
  return [...toldAlong(requests), ...toldOf(requests)];
}

/** An entry is told on its channels at once: whoever ends at one may be telling it on another. */
function toldAlong(requests: readonly Request[]): readonly Channel[] {
  const last = requests.at(-1);
  const channel = last && channelOf(last.call);
  if (channel === undefined) return [];
  const claim = requests.findLast(({ body }) => body.includes('{"S":"delivering"}') && body.includes(`"${channel}"`));
  return Object.values(TELLS).filter((each) => each !== channel && claim?.body.includes(`"${each}"`));
}

function toldOf(requests: readonly Request[]): readonly Channel[] {
  return requests.flatMap(({ call }, index) => {
    const channel = channelOf(call);
    if (channel === undefined || call.wrong === 'dies before') return [];
    const isRecorded = requests
      .slice(index)
      .some(({ call: later, body }) => later.status > 0 && isWrite(later) && tells(body, channel));
    return isRecorded ? [] : [channel];
  });
}

/** Whether a write of the table says that a channel was told. */
function tells(body: string, channel: Channel): boolean {
  return body.includes('{"S":"delivered"}') && body.includes(`"${channel}"`);
}

function isNamed(body: string, names: Names): boolean {
  return names.some((name) => body.includes(name));
}
