import { setImmediate as tick } from 'node:timers/promises';

/** What may go wrong with one call. `after`: it took effect, and the answer never came. `die`: the process ends there. */
export type Fault = 'denied' | 'refused' | 'busy' | 'throttled' | 'unreachable' | 'after' | 'die' | 'die after';

const ERRORS: Readonly<Record<Exclude<Fault, 'die' | 'die after'>, () => Error>> = {
  denied: () => Object.assign(new Error('denied'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } }),
  refused: () => Object.assign(new Error('refused'), { name: 'ValidationError', $metadata: { httpStatusCode: 400 } }),
  busy: () => Object.assign(new Error('busy'), { name: 'OperationAborted', $metadata: { httpStatusCode: 409 } }),
  throttled: () =>
    Object.assign(new Error('slow'), { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }),
  unreachable: () => Object.assign(new Error('no'), { code: 'ECONNREFUSED' }),
  after: () => Object.assign(new Error('timeout'), { name: 'TimeoutError' }),
};

/** A process: once it has ended, nothing that it still tries takes effect. */
export interface Process {
  hasEnded: boolean;
}

/**
 * The calls of one process to something outside of it.
 * @param faultOf Asked before each call, by its name; gives what goes wrong with it.
 * @param delayOf For how many turns of the event loop a call is on its way; meanwhile other processes go on.
 */
export function callsOf<T extends object>(
  process: Process,
  target: T,
  faultOf: (call: string) => Fault | undefined,
  delayOf: (call: string) => number = () => 0,
): T {
  return new Proxy(target, {
    get: (_, name) => {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...args: readonly unknown[]) => {
        if (process.hasEnded) throw new Error('this process is dead');
        const fault = faultOf(String(name));
        const run = (): unknown => Reflect.apply(member, target, args);
        for (let left = delayOf(String(name)); left > 0; left -= 1) await tick();
        if (fault === 'die') process.hasEnded = true;
        if (fault === 'after' || fault === 'die after') await run();
        if (fault === 'die after') process.hasEnded = true;
        if (process.hasEnded) throw new Error('this process is dead');
        if (fault && fault !== 'die' && fault !== 'die after') throw ERRORS[fault]();
        return run();
      };
    },
  });
}
