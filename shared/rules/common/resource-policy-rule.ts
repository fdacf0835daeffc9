import * as z from 'zod';
import type { Action, AnyActionType, Exchange } from '../../core/action.ts';
import type { Controls } from '../../core/controls.ts';
import { objectOf } from '../../core/json.ts';
import type { AnyKind, FieldOf, StateOf } from '../../core/kind.ts';
import { defineRule } from '../../core/rule.ts';
import { isPublic } from '../../policy/exposure.ts';
import { byGrantee, type Opening } from '../../policy/openings.ts';
import { judgePolicy, ownerOf, type PolicyView } from './resource-policy.ts';
import { type PolicyRepair, planPolicy } from './resource-policy-plan.ts';

type Options = Readonly<Record<string, readonly string[]>>;
type PutPolicy = AnyActionType & ((exchange: Exchange<unknown>) => Action);

/** The members that differ from resource type to resource type. */
export interface ResourcePolicyRule<K extends AnyKind>
  extends Pick<PolicyRepair<object, Options, Action>, 'refusal' | 'least'> {
  readonly id: string;
  readonly title: string;
  readonly kind: K;
  /** The field of the state that holds the policy. `null` in this field: the resource has no policy. */
  readonly field: FieldOf<K>;
  /** Other fields that `isClosed` reads. */
  readonly reads?: readonly FieldOf<K>[];
  /** Resources that the policy does not open, such as those to which only a private network leads. */
  isClosed?(state: StateOf<K>): boolean;
  /** The name of the policy in sentences: `key policy`. */
  readonly name: string;
  readonly controls: Controls;
  /** The option with the resources to which named outsiders may have access, and the controls that this breaks. */
  readonly shared: { readonly option: string; readonly description: string; readonly controls?: Controls };
  readonly fix: string;
  /** Replaces the policy. */
  readonly put: PutPolicy;
}

/**
 * A rule on a resource policy. Access of the public is critical, access of named outsiders is high. After an approval
 * the plan takes this access away, and no other.
 */
export function resourcePolicyRule<K extends AnyKind>(spec: ResourcePolicyRule<K>) {
  const { id, title, kind, field, name, controls, shared, fix, put } = spec;
  const view: PolicyView<object, Options, ReturnType<typeof violationOf>> = {
    name,
    policyOf: (state) => objectOf(state)?.[field],
    ownerOf: (ref) => ownerOf(kind, ref),
    objectsTo: (outsider, { ref, options }) => isPublic(outsider) || !options[shared.option]?.includes(ref.id),
    split: byGrantee,
    report: violationOf,
  };
  return defineRule({
    id,
    title,
    severity: 'critical',
    kind,
    watches: [field],
    ...(spec.reads ? { reads: spec.reads } : {}),
    controls,
    options: z.strictObject({ [shared.option]: z.array(z.string()).default([]).describe(shared.description) }),
    messages: {
      public: `The ${name} gives the public access: {{says}}.`,
      foreign: {
        text: `The ${name} gives outsiders access: {{says}}.`,
        severity: 'high',
        controls: shared.controls ?? controls,
      },
    },
    fix,
    judge: (state, context) => (spec.isClosed?.(state) ? [] : judgePolicy(view, state, context)),
    remediation: {
      mode: 'approve',
      actions: [put],
      plan: (state, violations, context) => planPolicy(view, { ...spec, put }, state, violations, context),
    },
  });
}

function violationOf({ path, extent, audience, says }: Opening) {
  return { message: audience === 'public' ? ('public' as const) : ('foreign' as const), path, extent, data: { says } };
}
