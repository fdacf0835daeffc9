import * as z from 'zod';
import type { Ref } from '../../core/ref.ts';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { principalsIn, withPrincipals } from '../../policy/elements.ts';
import { byGrantee, type Opening } from '../../policy/openings.ts';
import { listed } from '../../policy/sentence.ts';
import { removePermission } from '../../resources/lambda-function/actions.ts';
import { type FunctionStatement, lambdaFunction, statementKey } from '../../resources/lambda-function/kind.ts';
import { openingsIn, ownerOf } from '../common/resource-policy.ts';

const view = {
  services: true,
  ownerOf: (ref: Ref) => ownerOf(lambdaFunction, ref),
  split: byGrantee,
};

export default defineRule({
  id: 'lambda-policy-public',
  title: 'Lambda function policies give neither the public nor services on its behalf access',
  severity: 'critical',
  kind: lambdaFunction,
  watches: ['policy'],
  controls: ['lambda-policy-public'],
  options: z.strictObject({
    publicFunctions: z
      .array(z.string())
      .default([])
      .describe('Names of functions that anyone may call on purpose, such as a webhook with a function URL.'),
  }),
  messages: {
    public: 'Statement {{statement}} of the function policy gives the public access: {{says}}.',
    bucket: {
      text: 'Statement {{statement}} of the function policy does not limit to an account whose buckets may call the function: {{says}}.',
      severity: 'high',
    },
    service: {
      text: 'Statement {{statement}} of the function policy does not limit for whom an AWS service may call the function: {{says}}.',
      severity: 'medium',
      controls: ['lambda-policy-public/service'],
    },
  },
  fix: 'Remove the statement with RemovePermission, or add it again with a principal, a source account or an organisation.',

  judge({ policy }, context) {
    if (context.options.publicFunctions.includes(context.ref.id)) return [];
    // Lambda policies have no Deny, so each statement is judged alone.
    const judged = policy.items.map((item) => ({
      key: statementKey(item),
      ...openingsIn({ Statement: [item.statement] }, context, view),
    }));
    const violations = judged.flatMap(({ key, openings }) => {
      const worst = ['public' as const, 'bucket' as const, 'service' as const]
        .flatMap((message) =>
          openings.filter((opening) => messageFor(opening) === message).map(({ says }) => ({ message, says })),
        )
        .at(0);
      const extent = openings.map((opening) => opening.extent).join();
      return worst ? [{ message: worst.message, path: key, extent, data: { statement: key, says: worst.says } }] : [];
    });
    return conclude(
      violations,
      judged.some(({ unreadable }) => unreadable !== undefined) &&
        partly('A statement of the function policy cannot be read.'),
      !policy.complete && partly('Events did not show all statements of the function policy.'),
    );
  },

  remediation: {
    mode: 'auto',
    // The service may be needed.
    approveFor: ['bucket', 'service'],
    actions: [removePermission],
    plan: ({ policy }, violations) =>
      policy.items
        .filter((item) => violations.some(({ path }) => path === statementKey(item)))
        .map((item) => removePermission(item)),
    caution({ policy }, violations, context) {
      const others = policy.items
        .filter((item) => violations.some(({ path }) => path === statementKey(item)))
        .flatMap(({ statement }) => othersIn(statement, context));
      return others.length === 0
        ? undefined
        : `Lambda can only remove a statement as a whole: ${listed(others)} would lose the right, too.`;
    },
  },
});

/** The principals of a statement to which the rule does not object. */
function othersIn(statement: FunctionStatement['statement'], context: Parameters<typeof openingsIn>[1]) {
  const principals = principalsIn(statement);
  if (principals.length < 2) return [];
  return principals
    .filter((principal) => {
      const alone = withPrincipals(statement, ({ type, text }) => type === principal.type && text === principal.text);
      return !openingsIn({ Statement: [alone] }, context, view).openings.some(messageFor);
    })
    .map(({ text }) => text);
}

/** `undefined`: the opening is for an outsider with a name. */
function messageFor({ audience, exposures: [{ to }] }: Opening): 'public' | 'bucket' | 'service' | undefined {
  if (audience === 'public') return 'public';
  if (to === 'anyone' || !('service' in to)) return undefined;
  return to.service.startsWith('s3.amazonaws.com') ? 'bucket' : 'service';
}
