import * as z from 'zod';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { byGrantee } from '../../policy/openings.ts';
import { removePermission } from '../../resources/lambda-function/actions.ts';
import { lambdaFunction, statementKey } from '../../resources/lambda-function/kind.ts';
import { openingsIn } from '../common/resource-policy.ts';

export default defineRule({
  id: 'lambda-policy-public',
  title: 'Lambda function policies give the public no access',
  severity: 'critical',
  kind: lambdaFunction,
  watches: ['policy'],
  controls: { fsbp: ['Lambda.1'], 'iso-27001': ['A.8.1'], 'inrupt-ess': ['ESS-L7.1'] },
  options: z.strictObject({
    publicFunctions: z
      .array(z.string())
      .default([])
      .describe('Names of functions that anyone may call on purpose, such as a webhook with a function URL.'),
  }),
  messages: { public: 'Statement {{statement}} of the function policy gives the public access: {{says}}.' },
  fix: 'Remove the statement with RemovePermission, or add it again with a principal, a source account or an organisation.',

  judge({ policy }, context) {
    if (context.options.publicFunctions.includes(context.ref.id)) return [];
    // Lambda policies have no Deny, so each statement is judged alone.
    const judged = policy.items.map((item) => ({
      key: statementKey(item),
      ...openingsIn({ Statement: [item.statement] }, context, { split: byGrantee }),
    }));
    const violations = judged.flatMap(({ key, openings }) => {
      const found = openings.find(({ audience }) => audience === 'public');
      return found ? [{ message: 'public' as const, path: key, data: { statement: key, says: found.says } }] : [];
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
    actions: [removePermission],
    plan: ({ policy }, violations) =>
      policy.items
        .filter((item) => violations.some(({ path }) => path === statementKey(item)))
        .map((item) => removePermission(item)),
  },
});
