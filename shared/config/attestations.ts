import { type Attestation, daysOf } from '../checklists/attestation.ts';
import { CHECKLISTS, STATEMENTS } from '../checklists/checklists.ts';
import { isAttestable } from '../checklists/links.ts';
import type { AnyRule } from '../core/rule.ts';
import { nearest } from './nearest.ts';

/** A mistake in a setting. */
export interface AttestationProblem {
  /** Where it is: names and indexes. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What is wrong with attestations that have the right types. */
export function problemsOfAttestations(
  {
    attestations,
    attestationDays,
  }: { readonly attestations: readonly Attestation[]; readonly attestationDays: number },
  rules: readonly AnyRule[],
): readonly AttestationProblem[] {
  return attestations.flatMap((attestation, index) => {
    const at = (name: string) => ['attestations', index, name] as const;
    const about = problemOfStatement(attestation.statement, rules);
    const days = daysOf(attestation);
    return [
      ...(about === undefined ? [] : [{ path: at('statement'), message: about }]),
      ...(days < 0 ? [{ path: at('until'), message: `This must not be before ${attestation.on}.` }] : []),
      ...(days > attestationDays
        ? [{ path: at('until'), message: `An attestation may last ${attestationDays} days, not ${days}.` }]
        : []),
    ];
  });
}

function problemOfStatement(id: string, rules: readonly AnyRule[]): string | undefined {
  const statement = STATEMENTS.get(id);
  if (!statement) {
    const near = nearest(id, [...STATEMENTS.keys()]);
    const hint =
      near === undefined ? `the checklists are ${Object.keys(CHECKLISTS).join(' and ')}.` : `did you mean ${near}?`;
    return `There is no statement ${JSON.stringify(id)}; ${hint}`;
  }
  if (statement.asksNothing !== undefined) return `The statement ${id} asks nothing, so there is nothing to attest.`;
  if (!isAttestable(statement, rules)) return `Rules watch all of the statement ${id}, so there is nothing to attest.`;
  return undefined;
}
