/** Time that passes only where everything waits. It takes the place of the clock and the timers of the process. */
export interface VirtualClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs until a promise is settled. */
  until<T>(promise: Promise<T>): Promise<T>;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  isCleared: boolean;
}

/** Turns of the event loop after which nothing but timers is awaited. */
const TURNS = 3;

export function startVirtualClock(begin: number): VirtualClock {
  let now = begin;
  let order = 0;
  const waiting: Timer[] = [];
  const begun = performance.now();
  Date.now = () => Math.floor(now);
  performance.now = () => begun + (now - begin);

  const setVirtual = (callback: (...args: readonly unknown[]) => void, milliseconds = 0, ...args: unknown[]) => {
    order += 1;
    const timer: Timer = {
      at: now + Math.max(0, milliseconds),
      order,
      run: () => callback(...args),
      isCleared: false,
    };
    push(waiting, timer);
    const handle = { unref: () => handle, ref: () => handle, hasRef: () => true, timer };
    return handle;
  };
  const clear = (handle: { readonly timer?: Timer } | undefined) => {
    if (handle?.timer) handle.timer.isCleared = true;
  };
  Object.assign(globalThis, { setTimeout: setVirtual, clearTimeout: clear });

  return {
    now: () => now,
    async until(promise) {
      const state = { isSettled: false };
      const settle = () => {
        state.isSettled = true;
      };
      promise.then(settle, settle);
      for (;;) {
        for (let turn = 0; turn < TURNS && !state.isSettled; turn += 1) await new Promise(setImmediate);
        if (state.isSettled) return promise;
        const next = pop(waiting);
        if (!next) continue;
        if (next.isCleared) continue;
        now = Math.max(now, next.at);
        next.run();
      }
    },
  };
}

/** A heap, the earliest first. */
function push(heap: Timer[], timer: Timer): void {
  heap.push(timer);
  for (let index = heap.length - 1; index > 0; ) {
    const parent = (index - 1) >> 1;
    if (!isBefore(heap[index], heap[parent])) break;
    swap(heap, index, parent);
    index = parent;
  }
}

function pop(heap: Timer[]): Timer | undefined {
  const [first] = heap;
  const last = heap.pop();
  if (heap.length === 0 || !last) return first;
  heap[0] = last;
  for (let index = 0; ; ) {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const least = isBefore(heap[right], heap[left]) ? right : left;
    if (!isBefore(heap[least], heap[index])) return first;
    swap(heap, index, least);
    index = least;
  }
}

function isBefore(a: Timer | undefined, b: Timer | undefined): boolean {
  if (!a || !b) return a !== undefined;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap(heap: Timer[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (first && second) [heap[a], heap[b]] = [second, first];
}
