import type { Params } from '../params.ts';

/** What a look at the account has found, as a sentence. */
export interface Notice {
  /** The deployment would be of no use. */
  readonly stops: boolean;
  readonly text: string;
}

/** A client's place and credentials, as the framework has them; of any service. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials?: never;
}

/** Looks at one thing that Plumbline needs, and changes nothing. */
export interface Check {
  /** What it looks at, as the subject of a sentence. */
  readonly what: string;
  /** @throws {Error} the answer of AWS; the caller says that it could not be checked. */
  look(params: Params, config: ClientConfig): Promise<readonly Notice[]>;
}

export function warning(text: string): Notice {
  return { stops: false, text };
}

export function stopping(text: string): Notice {
  return { stops: true, text };
}
