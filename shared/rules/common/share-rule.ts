import * as z from 'zod';
import type { Action, AnyActionType } from '../../core/action.ts';
import type { Controls } from '../../core/controls.ts';
import type { EventId } from '../../core/event.ts';
import type { Kind } from '../../core/kind.ts';
import { defineRule } from '../../core/rule.ts';
import { judgeShares, type Share, type Shared } from '../../resources/common/shares.ts';

/** What is particular to one resource type that can be shared. */
export interface ShareRule {
  readonly id: string;
  readonly title: string;
  readonly kind: Kind<string, Shared, EventId, string>;
  readonly controls: Controls;
  /** The option that lists the resources which are public on purpose. */
  readonly exempt: { readonly option: string; readonly description: string };
  /** Shared with everybody. */
  readonly public: string;
  /** Shared with somebody who is not trusted. */
  readonly shared: { readonly text: `${string}{{who}}${string}`; readonly controls: Controls };
  readonly fix: string;
  /** Takes one share back. */
  readonly unshare: AnyActionType & ((params: { readonly share: Share }) => Action);
}

/**
 * A rule on a resource that is shared with the public, which is critical, or with accounts or organisations that are
 * not trusted, which is severe.
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
      // Another account may depend on what it was given.
      approveFor: ['shared'],
      actions: [unshare],
      plan: (_, violations) => violations.map(({ path }) => unshare({ share: path })),
    },
  });
}
