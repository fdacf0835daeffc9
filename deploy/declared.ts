import json from '../generated/declared.json' with { type: 'json' };
import type { FunctionName } from './needs.ts';

/** IAM actions, each with the resources it is used on, in the words of `shared/aws/permissions.ts`. */
export type Permissions = Readonly<Record<string, readonly string[]>>;

/** What following, reading and listing the resources of one kind takes. */
export interface DeclaredKind {
  readonly events: readonly string[];
  readonly global?: boolean;
  readonly alsoGlobal?: readonly string[];
  /** Of a resource, an event may have only a second name. */
  readonly aliases?: boolean;
  readonly read: Permissions;
  readonly list: Permissions;
  readonly tags: Permissions;
}

export interface DeclaredRule {
  readonly kind: string;
  /** Types of what it may do, and of what undoes that. */
  readonly actions: readonly string[];
}

/** What the code declares, of which templates are made. */
export interface Declared {
  readonly rules: Readonly<Record<string, DeclaredRule>>;
  readonly kinds: Readonly<Record<string, DeclaredKind>>;
  readonly actions: Readonly<Record<string, Permissions>>;
  /** What each function calls, whatever is judged. */
  readonly functions: Readonly<Record<FunctionName, Permissions>>;
}

export const declared: Declared = json;
