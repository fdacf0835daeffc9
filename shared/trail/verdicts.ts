const WIDTH = 128;
const WANTED = -1;
const UNWANTED = -2;
const QUOTE = 34;
/** 32 MB; AWS has not nearly as many names. Beyond it, names are looked up as text. */
const MOST_NODES = 64 * 1024;

/**
 * Remembers which event names are wanted, as a tree of bytes: a name met before is decided without
 * making a text of it. What stands in `bytes` is `<service>","eventName":"<name>"`.
 */
export interface Verdicts {
  /** Whether the event whose service begins at `from` is wanted; `undefined` for one not met before. */
  look(bytes: Buffer, from: number): boolean | undefined;
  learn(bytes: Buffer, from: number, wanted: boolean): void;
}

/** The quotes from the end of the service to the end of the name. */
const QUOTES = 5;

export function createVerdicts(): Verdicts {
  let tree = new Int32Array(WIDTH * 1024);
  let nodes = 1;

  return {
    look(bytes, from) {
      let node = 0;
      let quotes = 0;
      for (let index = from; index < bytes.length; index += 1) {
        const byte = bytes[index] as number;
        if (byte >= WIDTH) return undefined;
        const next = tree[node * WIDTH + byte] as number;
        if (byte === QUOTE && (quotes += 1) === QUOTES) return next === 0 ? undefined : next === WANTED;
        if (next === 0) return undefined;
        node = next;
      }
      return undefined;
    },
    learn(bytes, from, wanted) {
      let node = 0;
      let quotes = 0;
      for (let index = from; index < bytes.length; index += 1) {
        const byte = bytes[index] as number;
        if (byte >= WIDTH) return;
        const place = node * WIDTH + byte;
        if (byte === QUOTE && (quotes += 1) === QUOTES) {
          tree[place] = wanted ? WANTED : UNWANTED;
          return;
        }
        if (tree[place] === 0) {
          if (nodes === MOST_NODES) return;
          tree[place] = grow();
        }
        node = tree[place] as number;
      }
    },
  };

  function grow(): number {
    if ((nodes + 1) * WIDTH > tree.length) {
      const larger = new Int32Array(tree.length * 2);
      larger.set(tree);
      tree = larger;
    }
    nodes += 1;
    return nodes - 1;
  }
}
