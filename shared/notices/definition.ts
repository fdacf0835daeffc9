import type { EventId, TrailEvent } from '../core/event.ts';
import type { Severity } from '../core/severity.ts';
import type { RecordPattern } from './pattern.ts';

/** What there is to know of one sort of notice. Everything else is made of it: patterns, settings, pages. */
export interface NoticeDefinition {
  /** As the settings name it: `root-used`. */
  readonly name: string;
  /** What happened: `The root user was used`. */
  readonly title: string;
  readonly severity: Severity;
  /** The controls that ask for it, by their names in the catalogue. */
  readonly controls: readonly string[];
  /** Whether it is reported where the settings say nothing of it. */
  readonly enabled: boolean;
  /** So many occurrences within so many minutes are reported. */
  readonly count: number;
  readonly withinMinutes: number;
  /** After so many minutes without an occurrence, the next is reported anew. */
  readonly quietMinutes: number;
  readonly watched: Changes | Records;
  /** The occurrences with one group are one notice: who did it, or from where. */
  readonly group: (event: TrailEvent) => string;
  /** Why a person should know of it: full sentences for the page. */
  readonly why: string;
  /** What to do about it: full sentences for people. */
  readonly advice: string;
}

/** Calls that have succeeded. What trusted deployers, Plumbline and services do by themselves is left out. */
export interface Changes {
  readonly calls: readonly EventId[];
}

/** Records of any call or sign-in that have a form. */
export interface Records {
  /** Names the EventBridge rule; at most eight characters. */
  readonly rule: string;
  readonly pattern: RecordPattern;
  /** The services whose records are watched; left out: all. */
  readonly service?: string;
  /** In the region of global services: `all` records, or those of the global services. */
  readonly elsewhere: 'all' | 'global services';
  /** Calls that only read are watched, too. */
  readonly reads?: true;
  /** They are of calls that were denied. */
  readonly isDenied?: true;
}

/** A notice that is reported, and when. */
export interface NoticeSetting {
  readonly name: string;
  /** So many occurrences … */
  readonly count: number;
  /** … within so many minutes are reported. */
  readonly withinMinutes: number;
  /** After so many minutes without an occurrence, the next is reported anew. */
  readonly quietMinutes: number;
}
