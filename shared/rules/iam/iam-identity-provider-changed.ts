import * as z from 'zod';
import type { Violation } from '../../core/message.ts';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { identityProvider } from '../../resources/identity-provider/kind.ts';

const messages = {
  unapproved: {
    text: 'The account trusts the identity provider {{provider}}, which is not approved.',
    resolved: 'The account no longer trusts the identity provider {{provider}}.',
  },
  client: {
    text: 'The identity provider lets another client in: {{client}}.',
    resolved: 'The identity provider no longer lets the client {{client}} in.',
  },
  keys: {
    text: 'The keys or certificates of the identity provider were changed: who has the new ones can take its roles.',
    resolved: 'The identity provider has its earlier keys and certificates again.',
  },
  deleted: {
    text: 'The identity provider was deleted: nobody can sign in by it any more.',
    resolved: 'The identity provider is there again.',
    severity: 'medium',
  },
} as const;

export default defineRule({
  id: 'iam-identity-provider-changed',
  title: 'The account trusts approved identity providers only, with the keys that they had',
  severity: 'high',
  kind: identityProvider,
  watches: ['clients', 'thumbprints', 'metadata'],
  controls: ['iam-identity-provider-changed'],
  options: z.strictObject({
    providers: z
      .array(z.string())
      .default(['oidc-provider/oidc.eks.*'])
      .describe(
        'Identity providers that are approved, as in their ARN: `saml-provider/NAME` or `oidc-provider/HOST/PATH`, with `*` and `?`. Those of EKS clusters are by default.',
      ),
  }),
  messages,
  fix: 'Delete the identity provider, or restore its clients and keys, and look which roles were taken by it.',

  judge({ clients, thumbprints, metadata }, { ref, options, baseline }) {
    const provider = ref.id;
    if (!anyCovers(options.providers, provider))
      return [{ message: 'unapproved', path: 'provider', data: { provider } }];
    const violations: Violation<typeof messages>[] = [];
    const had = baseline?.clients;
    for (const client of clients ?? [])
      if (had && !had.includes(client))
        violations.push({ message: 'client', path: `client/${client}`, data: { client } });
    const hasNewKey = baseline?.thumbprints && thumbprints?.some((each) => !baseline.thumbprints?.includes(each));
    if (hasNewKey || (baseline?.metadata && metadata && metadata !== baseline.metadata))
      violations.push({ message: 'keys', path: 'keys', data: {} });
    return conclude(
      violations,
      clients === undefined &&
        metadata === undefined &&
        unknown('No event showed the clients and keys of the provider.'),
    );
  },

  judgeGone: ({ ref, options }) =>
    options.providers.some((pattern) => pattern === ref.id) ? [{ message: 'deleted', path: 'provider', data: {} }] : [],
});
