import * as z from 'zod';
import type { Action, AnyActionType } from '../../core/action.ts';
import type { Controls } from '../../core/controls.ts';
import type { EventId } from '../../core/event.ts';
import type { FieldOf, Kind, NeighboursOf } from '../../core/kind.ts';
import { defineRule, isUnknown } from '../../core/rule.ts';
import { EVERYBODY, judgeShares, type Share, type Shared, withoutShares } from '../../resources/common/shares.ts';

/** The members that differ from resource type to resource type. */
export interface ShareRule<K extends Kind<string, Shared, EventId, string>> {
  readonly id: string;
  readonly title: string;
  readonly kind: K;
  readonly controls: Controls;
  /** The option with the resources that are public on purpose. */
  readonly exempt: { readonly option: string; readonly description: string };
  /** The message for a public resource. */
  readonly public: string;
  /** The message for a share with an account or organisation that is not trusted. */
  readonly shared: { readonly text: `${string}{{who}}${string}`; readonly controls: Controls };
  readonly fix: string;
  /** Neighbours that can keep a resource from being public although it is shared with everybody. */
  readonly blocked?: {
    readonly neighbours: readonly (keyof NeighboursOf<K> & string)[];
    /** `undefined`: not known. */
    by(neighbours: NeighboursOf<K>): boolean | undefined;
    /** Ends the sentence about a violation where that is not known. */
    readonly unless: string;
  };
  /** The action that removes one share. */
  readonly unshare: AnyActionType & ((params: { readonly share: Share }) => Action);
}

/**
 * A rule on the shares of a resource. A public resource is critical, a share with an account or organisation that is
 * not trusted is high.
 */
export function shareRule<K extends Kind<string, Shared, EventId, string>>(spec: ShareRule<K>) {
  const { id, title, kind, controls, exempt, shared, fix, unshare, blocked, ...texts } = spec;
  return defineRule({
    id,
    title,
    severity: 'critical',
    kind,
    // A generic kind does not show that this is one of its fields.
    watches: ['sharedWith'] as readonly string[] as readonly FieldOf<K>[],
    ...(blocked ? { neighbours: blocked.neighbours } : {}),
    controls,
    options: z.strictObject({ [exempt.option]: z.array(z.string()).default([]).describe(exempt.description) }),
    messages: { public: texts.public, shared: { severity: 'high', ...shared } },
    fix,

    judge(resource, context) {
      if (context.options[exempt.option]?.includes(context.ref.id)) return [];
      const isBlocked = blocked?.by(context.neighbours);
      const judged = judgeShares(isBlocked ? withoutShares(resource, [EVERYBODY]) : resource, context);
      if (!blocked || isBlocked !== undefined || isUnknown(judged)) return judged;
      return judged.map((each) => (each.message === 'public' ? { ...each, unless: blocked.unless } : each));
    },

    remediation: {
      mode: 'auto',
      // The other account may need the resource.
      approveFor: ['shared'],
      actions: [unshare],
      plan: (_, violations) => violations.map(({ path }) => unshare({ share: path })),
    },
  });
}
