/*
 * A checklist is what a vendor's security page asks of those who run the product. Each of its sentences is a statement
 * here, in our own words. A statement lists what breaks it as names of controls; the rules say which controls they
 * serve (`links.ts`). So a rule comes under a statement only where its violation breaks that statement, and what no rule
 * serves yet is shown as not watched.
 */

/** A vendor's security page. */
export interface Checklist {
  readonly name: ChecklistName;
  readonly title: string;
  /** Where the vendor publishes it. */
  readonly page: string;
  readonly statements: readonly Statement[];
}

export const CHECKLIST_NAMES = ['ellipsis-drive', 'inrupt-ess'] as const;
export type ChecklistName = (typeof CHECKLIST_NAMES)[number];

/** One sentence of a checklist. */
export interface Statement {
  /** `ED-L5.3`. It stays the same. */
  readonly id: string;
  /** The heading on the vendor's page below which it stands. */
  readonly section: string;
  /** Which sentence or list entry below that heading it is, from 1. */
  readonly number: number;
  /** What it says, as a full sentence in our own words. */
  readonly says: string;
  /** Why nothing has to be done for it, as a full sentence. A statement with it has nothing else. */
  readonly asksNothing?: string;
  /** The controls that break it when they are violated (`drifts.ts` has their words). */
  readonly brokenBy?: readonly BreakingControl[];
  /** The part that no API of AWS shows. */
  readonly unseen?: Unseen;
  /** What else a reader has to know, as full sentences. */
  readonly note?: string;
}

/** A control, or a control without some of its parts, whose violations do not break the statement. */
export type BreakingControl = string | { readonly control: string; readonly except: readonly string[] };

/** What AWS cannot show, so that a person has to attest it. Both are full sentences. */
export interface Unseen {
  readonly what: string;
  /** What would show it. */
  readonly shownBy: string;
}

export function controlOf(breaking: BreakingControl): string {
  return typeof breaking === 'string' ? breaking : breaking.control;
}

/** @param claim What a rule serves: `<control>`, or `<control>/<part>`. */
export function isBrokenBy(breaking: BreakingControl, claim: string): boolean {
  const [control, part] = claim.split('/');
  if (control !== controlOf(breaking)) return false;
  return typeof breaking === 'string' || part === undefined || !breaking.except.includes(part);
}
