import * as z from 'zod';
import type { Action, AnyActionType } from '../../core/action.ts';
import type { Controls } from '../../core/controls.ts';
import type { EventId } from '../../core/event.ts';
import type { Kind } from '../../core/kind.ts';
import { defineRule } from '../../core/rule.ts';
import { judgeShares, type Share, type Shared } from '../../resources/common/shares.ts';

/** The members that differ from resource type to resource type. */
export interface ShareRule {
  readonly id: string;
  readonly title: string;
  readonly kind: Kind<string, Shared, EventId, string>;
  readonly controls: Controls;
  /** The option with the resources that are public on purpose. */
  readonly exempt: { readonly option: string; readonly description: string };
  /** The message for a public resource. */
  readonly public: string;
  /** The message for a share with an account or organisation that is not trusted. */
  readonly shared: { readonly text: `${string}{{who}}${string}`; readonly controls: Controls };
  readonly fix: string;
  /** The action that removes one share. */
  readonly unshare: AnyActionType & ((params: { readonly share: Share }) => Action);
}

/**
 * A rule on the shares of a resource. A public resource is critical, a share with an account or organisation that is
 * not trusted is high.
 */
export function shareRule({ id, title, kind, controls, exempt, shared, fix, unshare, ...texts }: ShareRule) {
  return defineRule({
    id,
    title,
    severity: 'critical',
    kind,
    watches: ['sharedWith'],
    controls,
    options: z.strictObject({ [exempt.option]: z.array(z.string()).default([]).describe(exempt.description) }),
    messages: { public: texts.public, shared: { severity: 'high', ...shared } },
    fix,

    judge: (resource, context) =>
      context.options[exempt.option]?.includes(context.ref.id) ? [] : judgeShares(resource, context),

    remediation: {
      mode: 'auto',
      // The other account may need the resource.
      approveFor: ['shared'],
      actions: [unshare],
      plan: (_, violations) => violations.map(({ path }) => unshare({ share: path })),
    },
  });
}
