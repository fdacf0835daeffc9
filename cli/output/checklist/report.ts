import { STATES, type State, type StatementState } from '../../../shared/checklists/state.ts';
import type { View } from '../../checklist/views.ts';

/** A checklist or framework with the state of each statement. */
export interface ChecklistReport {
  readonly view: Pick<View, 'name' | 'title' | 'page' | 'caution'>;
  readonly states: readonly StatementState[];
}

/** What all formats show. */
export interface ChecklistsReport {
  readonly reports: readonly ChecklistReport[];
  /** Where the facts are from, as the end of "From ...". */
  readonly from: string;
  /** When they were gathered. Milliseconds since 1970. */
  readonly at: number;
  /** What they cannot show. */
  readonly note?: string;
  /** Whether one statement is explained wholly. */
  readonly isWhole: boolean;
}

/** How many statements have each state that occurs, the worst first: `2 broken, 5 kept`. */
export function countsOf(states: readonly Pick<StatementState, 'state'>[]): string {
  return STATES.flatMap((state) => {
    const number = states.filter((each) => each.state === state).length;
    return number > 0 ? [`${number} ${state}`] : [];
  }).join(', ');
}

/** 0: every statement is kept, attested or asks nothing. */
export function exitCodeOf({ reports }: ChecklistsReport): 0 | 1 {
  const fine: readonly State[] = ['kept', 'attested', 'asks nothing'];
  return reports.every(({ states }) => states.every(({ state }) => fine.includes(state))) ? 0 : 1;
}

/** Where a reader finds it on the page of the vendor. */
export function placeOf({ section, number }: { readonly section: string; readonly number: number }): string {
  return number === 0 ? section : `${section}, ${number}`;
}
