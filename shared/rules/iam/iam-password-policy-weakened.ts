import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { updatePasswordPolicy } from '../../resources/iam-account/actions.ts';
import { iamAccount, type PasswordPolicy } from '../../resources/iam-account/kind.ts';

const options = z.strictObject({
  minimumLength: z.int().min(6).max(128).default(14).describe('The least length that a policy may ask of a password.'),
  reusePrevention: z.int().min(0).max(24).default(24).describe('How many earlier passwords must not be used again.'),
  characters: z
    .array(z.enum(['symbols', 'numbers', 'uppercase', 'lowercase']))
    .default(['symbols', 'numbers', 'uppercase', 'lowercase'])
    .describe('Kinds of characters that a policy must ask for.'),
  maximumAge: z
    .int()
    .min(0)
    .max(1095)
    .default(0)
    .describe('Days after which a password must expire; 0 asks for no expiry.'),
});
type Options = z.output<typeof options>;

/** Controls that ask for a strong policy without saying in what. */
const ALWAYS = { 'iso-27001': ['A.5.15'], 'ellipsis-drive': ['ED-L32.2'] } as const;

export default defineRule({
  id: 'iam-password-policy-weakened',
  title: 'The account has a strong password policy for IAM users',
  severity: 'medium',
  kind: iamAccount,
  watches: ['passwordPolicy'],
  controls: {
    fsbp: ['IAM.7', 'IAM.10'],
    'cis-3.0': ['1.8', '1.9'],
    'cis-5.0': ['1.7', '1.8'],
    ...ALWAYS,
  },
  options,
  messages: {
    none: "The account has no password policy of its own: AWS's default asks for eight characters.",
    length: {
      text: 'Passwords of {{actual}} characters are accepted; {{wanted}} are the minimum.',
      controls: { ...ALWAYS, fsbp: ['IAM.7', 'IAM.10'], 'cis-3.0': ['1.8'], 'cis-5.0': ['1.7'] },
    },
    reuse: {
      text: 'Passwords may be used again after {{actual}} others; {{wanted}} are the minimum.',
      controls: { ...ALWAYS, fsbp: ['IAM.10'], 'cis-3.0': ['1.9'], 'cis-5.0': ['1.8'] },
    },
    characters: {
      text: 'Passwords need not contain {{missing}}.',
      controls: { ...ALWAYS, fsbp: ['IAM.7', 'IAM.10'] },
    },
    age: {
      text: 'Passwords are valid for longer than {{wanted}} days.',
      controls: { ...ALWAYS, fsbp: ['IAM.10'] },
    },
  },
  fix: 'Set every field of the password policy in one call: what UpdateAccountPasswordPolicy leaves out is reset.',

  judge({ passwordPolicy: now }, { options: wanted }) {
    if (now === undefined) return unknown('The password policy of the account was not shown by any event.');
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
      if (!after || before === undefined) return { cannot: 'What the password policy was is not known.' };
      return [updatePasswordPolicy({ before, after: raised(after, wanted) })];
    },
  },
});

/** The policy with exactly those fields changed that ask for too little. */
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
