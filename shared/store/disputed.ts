import { digestOf } from '../core/digest.ts';
import { sameFrozen } from '../core/state.ts';
import type { Disputed, ResourceRecord, Run, StoredFinding } from './store.ts';

/*
 * A state that Plumbline has made in a run that failed, or that others changed during the run, is nobody's choice. It is
 * judged like any other, but it is no baseline. The state before the run counts until somebody changes what the run
 * has changed.
 */

/** The state to which a rule without an open finding last had no objection, frozen; `undefined`: it is not known. */
export function baselineIn(
  { state, disputed }: Pick<ResourceRecord, 'state' | 'disputed'>,
  rule: string,
  storedFinding: StoredFinding | undefined,
): object | undefined {
  if (!disputed) return state ?? undefined;
  return disputed.wrongFor.includes(rule) ? storedFinding?.baseline : disputed.before;
}

/**
 * The dispute over a state that a run has left.
 * @param run.fields The fields that it has changed; none: they are not known.
 */
export function disputedBy(
  { disputed, findings }: ResourceRecord,
  { rule, before, fields }: Pick<Run, 'rule' | 'before'> & Pick<Disputed, 'fields'>,
): Disputed {
  const { left: _left, ...earlier } = disputed ?? over(before, [...wrongIn(findings), rule]);
  return { ...earlier, fields: [...new Set([...earlier.fields, ...fields])].sort() };
}

/** The dispute after a run whose state nobody disputes. An earlier one is over once its fields have changed. */
export function undisputed({ disputed }: Pick<ResourceRecord, 'disputed'>): Disputed | undefined {
  return disputed?.left === undefined ? undefined : disputed;
}

/**
 * The dispute after a read; `undefined`: there is none, or it is over.
 * @param state What was read, frozen; `null`: the resource is gone.
 */
export function disputedAfter(record: ResourceRecord, state: object | null): Disputed | undefined {
  const { disputed, activeRun, state: before = null, findings } = record;
  if (state === null) return undefined;
  // What is read while a run acts may be a state between two of its steps.
  if (activeRun !== undefined)
    return disputed ?? (sameFrozen(state, before) ? undefined : over(before, wrongIn(findings)));
  if (!disputed) return undefined;
  const now = fingerprintOfFields(state, disputed.fields);
  return disputed.left === undefined || disputed.left === now ? { ...disputed, left: now } : undefined;
}

function over(before: object | null, wrongFor: readonly string[]): Disputed {
  return { ...(before === null ? {} : { before }), wrongFor: [...new Set(wrongFor)].sort(), fields: [] };
}

function wrongIn(findings: readonly StoredFinding[]): readonly string[] {
  return findings.filter(({ finding }) => finding.status !== 'resolved').map(({ finding }) => finding.rule);
}

function fingerprintOfFields(state: object, fields: readonly string[]): string {
  const members = Object.entries(state).filter(([name]) => fields.length === 0 || fields.includes(name));
  return digestOf(JSON.stringify(members));
}
