import type { Command } from './command.ts';
import type { Headline } from './headline.ts';

/** A finding's event for people. Every text is one line in which nothing hides; escape it for its channel. */
export interface Notification {
  /** For a subject or a header, where there is only one line. */
  readonly headline: Headline;
  /** The violations, one full sentence each. */
  readonly what: readonly string[];
  readonly facts: readonly Fact[];
  readonly command?: Command;
  /** What the event is called by machines. */
  readonly footer: string;
}

export interface Fact {
  readonly name: string;
  readonly lines: readonly string[];
}
