import * as z from 'zod';
import type { Action, AnyActionType, Exchange } from '../../core/action.ts';
import type { Controls } from '../../core/controls.ts';
import { objectOf } from '../../core/json.ts';
import type { AnyKind, FieldOf } from '../../core/kind.ts';
import { defineRule } from '../../core/rule.ts';
import { isPublic } from '../../policy/exposure.ts';
import { byGrantee, type Opening } from '../../policy/openings.ts';
import { judgePolicy, type PolicyRepair, type PolicyView, planPolicy } from './resource-policy.ts';

type Options = Readonly<Record<string, readonly string[]>>;
type PutPolicy = AnyActionType & ((exchange: Exchange<unknown>) => Action);

/** What is particular to one resource type. */
export interface ResourcePolicyRule<K extends AnyKind>
  extends Pick<PolicyRepair<object, Options, Action>, 'restores' | 'refusal'> {
  readonly id: string;
  readonly title: string;
  readonly kind: K;
  /** The field that holds the policy as AWS has it; `null` there: the resource has none. */
  readonly field: FieldOf<K>;
  /** As sentences call it: `key policy`. */
  readonly name: string;
  readonly controls: Controls;
  /** The option that lists the resources which named outsiders may reach. */
  readonly shared: { readonly option: string; readonly description: string };
  readonly fix: string;
  /** Replaces the policy. */
  readonly put: PutPolicy;
}

/**
 * A rule on a resource policy that lets in the public, which is critical, or outsiders with a name, which is severe.
 * Its plan takes out the statements that do, once a person has approved.
 */
export function resourcePolicyRule<K extends AnyKind>(spec: ResourcePolicyRule<K>) {
  const { id, title, kind, field, name, controls, shared, fix, put } = spec;
  const view: PolicyView<object, Options, ReturnType<typeof violationOf>> = {
    name,
    policyOf: (state) => objectOf(state)?.[field],
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
    controls,
    options: z.strictObject({ [shared.option]: z.array(z.string()).default([]).describe(shared.description) }),
    messages: {
      public: `The ${name} is open to the public: {{says}}.`,
      foreign: { text: `The ${name} lets in somebody who is not trusted: {{says}}.`, severity: 'high' },
    },
    fix,
    judge: (state, context) => judgePolicy(view, state, context),
    remediation: {
      mode: 'approve',
      actions: [put],
      plan: (state, violations, context) => planPolicy(view, { ...spec, put }, state, violations, context),
    },
  });
}

function violationOf({ path, audience, says }: Opening) {
  return { message: audience === 'public' ? ('public' as const) : ('foreign' as const), path, data: { says } };
}
