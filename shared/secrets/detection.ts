/** Why a value is taken for a secret. Holds nothing of the value: every detection is one of a fixed set. */
export interface Detection {
  /** Stable kebab-case id, such as `github-token`. */
  readonly detector: string;
  /** For people; completes "holds …". */
  readonly phrase: string;
  /** `value`: the value is a secret under any name. `name`: the name says that every value is a secret. */
  readonly because: 'value' | 'name';
}

/** Declares a detection by the shape or content of a value. */
export const byValue = (detector: string, phrase: string): Detection =>
  Object.freeze({ detector, phrase, because: 'value' });

/** Declares a detection by the name of a value. */
export const byName = (detector: string, phrase: string): Detection =>
  Object.freeze({ detector, phrase, because: 'name' });
