import type { RuleSetting } from '../config/settings.ts';
import { digestOf } from '../core/digest.ts';
import type { Subject } from '../core/judgement.ts';
import { type AnyKind, awsTypeOf } from '../core/kind.ts';
import { type Ref, refKey } from '../core/ref.ts';

/** What a finding is about: the rule and the resource. */
export function subjectOf(rule: RuleSetting['rule'], ref: Ref): Subject {
  const { id, title, severity } = rule;
  const kind: AnyKind = rule.kind;
  const arn = kind.arn?.(ref);
  const resource = { ...ref, type: awsTypeOf(kind, ref.id), ...(arn ? { arn } : {}) };
  return { id: findingId(id, ref), rule: id, title, severity, resource };
}

/** The same for one rule on one resource, for ever. 16 hexadecimal digits. */
export function findingId(rule: string, ref: Ref): string {
  return digestOf(`${rule}|${refKey(ref)}`);
}
