import * as z from 'zod';
import type { Action, AnyActionType, Exchange } from '../../core/action.ts';
import type { Controls } from '../../core/controls.ts';
import { objectOf } from '../../core/json.ts';
import type { AnyKind, FieldOf } from '../../core/kind.ts';
import type { Ref } from '../../core/ref.ts';
import { defineRule, unknown } from '../../core/rule.ts';
import { writable } from '../../policy/deleted.ts';
import { policyIn, readPolicy } from '../../policy/policy.ts';
import { deniesPlain, type Protected, withTlsDeny } from '../../policy/transport.ts';

/** The members that differ from resource type to resource type. */
interface TlsOnlyRule<K extends AnyKind> {
  readonly id: string;
  readonly title: string;
  readonly kind: K;
  /** The field of the state that holds the policy. `null` in this field: the resource has no policy. */
  readonly field: FieldOf<K>;
  /** The name of the policy in sentences: `bucket policy`. */
  readonly name: string;
  readonly controls: Controls;
  readonly fix: string;
  /** The option that lists resources which may be used without TLS, and what `required` reports besides. */
  readonly plain: { readonly option: string; readonly description: string; readonly required: string };
  /** What the policy protects. */
  protects(ref: Ref): Protected;
  /** Replaces the policy. */
  readonly put: AnyActionType & ((exchange: Exchange<unknown>) => Action);
}

type Options = Readonly<Record<string, readonly string[]>> & { readonly required: boolean };

/** A rule that a resource policy keeps denying requests without TLS. Remediation adds the statement. */
export function tlsOnlyRule<K extends AnyKind>(spec: TlsOnlyRule<K>) {
  const { id, title, kind, field, name, controls, fix, plain, put, protects } = spec;

  /** `undefined`: the policy is not known, or it cannot be read. */
  function refusesPlain(policy: unknown, ref: Ref): boolean | undefined {
    const reading = readPolicy(policy);
    // Only the Deny statements must be readable.
    const known = policyIn(reading);
    if (policy === undefined || (reading.is === 'malformed' && !known)) return undefined;
    return deniesPlain(known, protects(ref));
  }

  return defineRule({
    id,
    title,
    severity: 'medium',
    kind,
    watches: [field],
    controls,
    options: z.strictObject({
      required: z.boolean().default(false).describe(plain.required),
      [plain.option]: z.array(z.string()).default([]).describe(plain.description),
    }),
    messages: {
      lost: `The ${name} no longer denies requests without TLS.`,
      missing: `The ${name} does not deny requests without TLS.`,
    },
    fix,

    judge(state, { ref, options, baseline }) {
      const { [plain.option]: exempt = [], required } = options as unknown as Options;
      if (exempt.includes(ref.id)) return [];
      const policy = objectOf(state)?.[field];
      if (policy === undefined) return unknown(`No event showed the ${name}.`);
      const refuses = refusesPlain(policy, ref);
      if (refuses === undefined) return unknown(`The ${name} cannot be read.`);
      if (refuses) return [];
      // A new resource without the statement is compliant.
      const refused = baseline ? refusesPlain(objectOf(baseline)?.[field], ref) : false;
      if (refused) return [{ message: 'lost', path: field, data: {} }];
      if (required) return [{ message: 'missing', path: field, data: {} }];
      return refused === undefined ? unknown(`No event showed the old ${name}.`) : [];
    },

    remediation: {
      mode: 'auto',
      actions: [put],
      plan(state, _, { ref, baseline }) {
        const before = objectOf(state)?.[field] ?? null;
        const reading = readPolicy(before);
        if (reading.is === 'malformed') return { cannot: `The ${name} cannot be read.` };
        const present = reading.is === 'policy' ? reading.policy : undefined;
        const earlier = policyIn(readPolicy(objectOf(baseline)?.[field]));
        return [put({ before, after: writable(withTlsDeny(present, protects(ref), earlier)) })];
      },
    },
  });
}
