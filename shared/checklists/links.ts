import { type Controls, listControls } from '../core/controls.ts';
import { messagesOf } from '../core/message.ts';
import type { AnyRule } from '../core/rule.ts';
import { type BreakingControl, controlOf, type Statement } from './statement.ts';

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

/** The links of a statement by control; a control that no rule serves has none. */
export function linksOf(
  { brokenBy = [] }: Pick<Statement, 'brokenBy'>,
  rules: readonly AnyRule[],
): readonly (readonly [control: string, links: readonly Link[]])[] {
  return brokenBy.map((breaking) => [controlOf(breaking), rules.flatMap((rule) => linkOf(breaking, rule))] as const);
}

function linkOf(breaking: BreakingControl, rule: AnyRule): readonly Link[] {
  const control = controlOf(breaking);
  const except = typeof breaking === 'string' ? [] : breaking.except;
  const isMeant = (message: string) => !except.some((each) => each.rule === rule.id && each.message === message);
  const all = messagesOf(rule);
  const claiming = all.filter(({ controls }) => listControls(controls).includes(control));
  const messages = claiming.map(({ id }) => id).filter(isMeant);
  if (messages.length === 0) return [];
  const partly = claiming.map(({ controls }) => leftOut(controls, control)).find((text) => text !== undefined);
  const others = all.map(({ id }) => id).filter((id) => !messages.includes(id));
  return [{ control, rule: rule.id, messages, others, ...(partly === undefined ? {} : { partly }) }];
}

function leftOut(controls: Controls, control: string): string | undefined {
  const claim = controls.find((each) => typeof each !== 'string' && each.control === control);
  return typeof claim === 'object' ? claim.partly : undefined;
}

/** Whether there is a part of a statement that no rule watches, so that somebody can attest it. */
export function isAttestable(statement: Statement, rules: readonly AnyRule[]): boolean {
  if (statement.asksNothing !== undefined) return false;
  const isWhole = (links: readonly Link[]) => links.some(({ partly }) => partly === undefined);
  return statement.unseen !== undefined || linksOf(statement, rules).some(([, links]) => !isWhole(links));
}
