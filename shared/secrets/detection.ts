/** Why a value counts as a secret. It holds nothing of the value: there is a fixed set of detections. */
export interface Detection {
  /** Stable kebab-case id, such as `github-token`. */
  readonly detector: string;
  /** For people. It completes the sentence "… holds". */
  readonly phrase: string;
  /** `value`: the value is a secret under every name. `name`: the name shows that its value is a secret. */
  readonly because: 'value' | 'name';
}

/** Declares a detection by the shape or content of a value. */
export const byValue = (detector: string, phrase: string): Detection =>
  Object.freeze({ detector, phrase, because: 'value' });

/** Declares a detection by the name of a value. */
export const byName = (detector: string, phrase: string): Detection =>
  Object.freeze({ detector, phrase, because: 'name' });
