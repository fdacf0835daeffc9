import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { updatePasswordPolicy } from '../../resources/iam-account/actions.ts';
import { iamAccount, type PasswordPolicy } from '../../resources/iam-account/kind.ts';

const options = z.strictObject({
  minimumLength: z.int().min(6).max(128).default(14).describe('The least length that a policy must require.'),
  reusePrevention: z
    .int()
    .min(0)
    .max(24)
    .default(24)
    .describe('The least number of earlier passwords that cannot be reused.'),
  characters: z
    .array(z.enum(['symbols', 'numbers', 'uppercase', 'lowercase']))
    .default(['symbols', 'numbers', 'uppercase', 'lowercase'])
    .describe('Types of characters that a policy must require.'),
  maximumAge: z
    .int()
    .min(0)
    .max(1095)
    .default(0)
    .describe('Days after which passwords must expire. 0: they need not expire.'),
});
type Options = z.output<typeof options>;

export default defineRule({
  id: 'iam-password-policy-weakened',
  title: 'The account has a strong password policy for IAM users',
  severity: 'medium',
  kind: iamAccount,
  watches: ['passwordPolicy'],
  controls: ['iam-password-policy-weakened'],
  options,
  messages: {
    none: 'The account has no password policy: the default of AWS requires eight characters.',
    length: {
      text: 'Passwords of {{actual}} characters are accepted; {{wanted}} are the minimum.',
      controls: ['iam-password-policy-weakened/length'],
    },
    reuse: {
      text: 'Passwords can be reused after {{actual}} others; {{wanted}} are the minimum.',
      controls: ['iam-password-policy-weakened/reuse'],
    },
    characters: {
      text: 'Passwords need not contain {{missing}}.',
      controls: ['iam-password-policy-weakened/characters'],
    },
    age: {
      text: 'Passwords are valid for longer than {{wanted}} days.',
      controls: ['iam-password-policy-weakened/age'],
    },
  },
  fix: 'Set every field of the password policy in one call: UpdateAccountPasswordPolicy resets fields that are left out.',

  judge({ passwordPolicy: now }, { options: wanted }) {
    if (now === undefined) return unknown('No event showed the password policy of the account.');
    if (now === null) return [{ message: 'none', path: 'passwordPolicy', data: {} }];
    const after = raised(now, wanted);
    const differs = (field: keyof PasswordPolicy) => now[field] !== after[field];
    const pair = (field: 'minimumLength' | 'reusePrevention') => ({ actual: now[field], wanted: after[field] });
    return [
      ...(differs('minimumLength')
        ? [{ message: 'length' as const, path: 'minimumLength', data: pair('minimumLength') }]
        : []),
      ...(differs('reusePrevention')
        ? [{ message: 'reuse' as const, path: 'reusePrevention', data: pair('reusePrevention') }]
        : []),
      ...wanted.characters
        .filter(differs)
        .map((missing) => ({ message: 'characters' as const, path: missing, data: { missing } })),
      ...(differs('maximumAge')
        ? [{ message: 'age' as const, path: 'maximumAge', data: { wanted: after.maximumAge } }]
        : []),
    ];
  },

  remediation: {
    mode: 'auto',
    actions: [updatePasswordPolicy],
    plan({ passwordPolicy: before }, _, { baseline, options: wanted }) {
      const after = baseline?.passwordPolicy ?? before;
      if (!after || before === undefined) return { cannot: 'The old password policy is not known.' };
      return [updatePasswordPolicy({ before, after: raised(after, wanted) })];
    },
  },
});

/** The policy with the fields changed that require too little, and no others. */
function raised(policy: PasswordPolicy, wanted: Options): PasswordPolicy {
  const tooOld = wanted.maximumAge > 0 && (policy.maximumAge === 0 || policy.maximumAge > wanted.maximumAge);
  return {
    ...policy,
    minimumLength: Math.max(policy.minimumLength, wanted.minimumLength),
    reusePrevention: Math.max(policy.reusePrevention, wanted.reusePrevention),
    ...Object.fromEntries(wanted.characters.map((kind) => [kind, true])),
    ...(tooOld ? { maximumAge: wanted.maximumAge } : {}),
  };
}
