import { DamagedSource } from './damaged-source.ts';

/** Logs shrink to a tenth, seldom to a hundredth. */
const LARGEST_RATIO = 500;
/** Up to this size, the ratio does not matter. Bytes. */
const ANY_RATIO = 64 * 1024 * 1024;

/** Compares the packed and the unpacked bytes of a source, so that a small file cannot keep the reader busy for hours. */
export interface Ratio {
  addPacked(bytes: number): void;
  /** @throws {DamagedSource} when the data unpack to far more than a log does. */
  addUnpacked(bytes: number): void;
}

export function createRatio(): Ratio {
  let [packed, unpacked] = [0, 0];
  return {
    addPacked(bytes) {
      packed += bytes;
    },
    addUnpacked(bytes) {
      unpacked += bytes;
      if (unpacked > ANY_RATIO && unpacked > packed * LARGEST_RATIO)
        throw new DamagedSource(`it unpacks to more than ${LARGEST_RATIO} times its size, which no log does`);
    },
  };
}
