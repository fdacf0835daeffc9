import json from '../generated/declared.json' with { type: 'json' };
import type { FunctionName } from './needs.ts';

/** IAM actions, each with its resources in the form of `shared/aws/permissions.ts`. */
export type Permissions = Readonly<Record<string, readonly string[]>>;

/** The events to follow, and the permissions to read and list resources of one kind. */
export interface DeclaredKind {
  readonly events: readonly string[];
  /** The events that set tags. They are followed where tags may exempt. */
  readonly tagging?: readonly string[];
  readonly global?: boolean;
  readonly alsoGlobal?: readonly string[];
  /** An event may name a resource by an alias only. */
  readonly aliases?: boolean;
  readonly read: Permissions;
  readonly list: Permissions;
  readonly tags: Permissions;
}

export interface DeclaredRule {
  readonly kind: string;
  /** The types of its actions, and of those that undo them. */
  readonly actions: readonly string[];
  /** The kinds of its neighbours; `all`: they are listed too. */
  readonly neighbours?: Readonly<Record<string, 'named' | 'all'>>;
}

/** The events that count for a notice: calls, or records of some form. */
export interface DeclaredNotice {
  readonly enabled: boolean;
  readonly calls?: readonly string[];
  readonly records?: {
    readonly rule: string;
    readonly pattern: object;
    readonly service?: string;
    readonly elsewhere: 'all' | 'global services';
    readonly reads?: true;
    readonly isDenied?: true;
  };
}

/** What the code declares. Templates are made of it. */
export interface Declared {
  readonly rules: Readonly<Record<string, DeclaredRule>>;
  readonly kinds: Readonly<Record<string, DeclaredKind>>;
  readonly actions: Readonly<Record<string, Permissions>>;
  readonly notices: Readonly<Record<string, DeclaredNotice>>;
  /** What each function calls with any settings. */
  readonly functions: Readonly<Record<FunctionName, Permissions>>;
}

export const declared = json as Declared;
