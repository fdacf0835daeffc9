import { type Controls, listControls } from '../core/controls.ts';
import { messagesOf } from '../core/message.ts';
import type { AnyRule } from '../core/rule.ts';
import { controlOf, isBrokenBy, type Statement } from './statement.ts';

/** A rule that watches one control of a statement. */
export interface Link {
  readonly control: string;
  readonly rule: string;
  /** The messages whose violations break the statement. */
  readonly messages: readonly string[];
  /** The other messages of the rule: their violations do not. */
  readonly others: readonly string[];
  /** What of the control the rule leaves out, as a full sentence; left out: nothing. */
  readonly partly?: string;
}

/** Controls, each with the rules that watch it; a control that no rule serves has none. */
export type Links = readonly (readonly [control: string, links: readonly Link[]])[];

export function linksOf({ brokenBy = [] }: Pick<Statement, 'brokenBy'>, rules: readonly AnyRule[]): Links {
  return brokenBy.map((breaking) => {
    const control = controlOf(breaking);
    return [control, rules.flatMap((rule) => linkOf(control, rule, (claim) => isBrokenBy(breaking, claim)))] as const;
  });
}

/** @param isMeant Of what a rule serves, whether its violation breaks the statement. */
export function linkOf(control: string, rule: AnyRule, isMeant: (claim: string) => boolean): readonly Link[] {
  const all = messagesOf(rule);
  const claiming = all.filter(({ controls }) => listControls(controls).some(isMeant));
  if (claiming.length === 0) return [];
  const messages = claiming.map(({ id }) => id);
  const others = all.map(({ id }) => id).filter((id) => !messages.includes(id));
  const [partly] = claiming.flatMap(({ controls }) => leftOut(controls, isMeant));
  return [{ control, rule: rule.id, messages, others, ...(partly === undefined ? {} : { partly }) }];
}

function leftOut(controls: Controls, isMeant: (claim: string) => boolean): readonly string[] {
  return controls.flatMap((claim) => (typeof claim !== 'string' && isMeant(claim.control) ? [claim.partly] : []));
}

/** Whether there is a part of a statement that no rule watches, so that somebody can attest it. */
export function isAttestable(statement: Statement, rules: readonly AnyRule[]): boolean {
  if (statement.asksNothing !== undefined) return false;
  const isWhole = (links: readonly Link[]) => links.some(({ partly }) => partly === undefined);
  return statement.unseen !== undefined || linksOf(statement, rules).some(([, links]) => !isWhole(links));
}
