import { UNSEEN } from '../../../shared/core/kind.ts';
import type { IamAccount, PasswordPolicy } from '../../../shared/resources/iam-account/kind.ts';
import rule from '../../../shared/rules/iam/iam-password-policy-weakened.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const strong: PasswordPolicy = {
  minimumLength: 16,
  symbols: true,
  numbers: true,
  uppercase: true,
  lowercase: true,
  selfService: true,
  maximumAge: 0,
  reusePrevention: 24,
  hardExpiry: false,
};
const weak = { ...strong, minimumLength: 8, reusePrevention: 5, symbols: false };
const account = (passwordPolicy: PasswordPolicy | null): IamAccount => ({ passwordPolicy, rootAccessKeys: UNSEEN });

const request = {
  minimumPasswordLength: 14,
  requireSymbols: true,
  requireNumbers: true,
  requireUppercaseCharacters: true,
  requireLowercaseCharacters: true,
  allowUsersToChangePassword: true,
  passwordReusePrevention: 24,
  hardExpiry: false,
};
const update = (parameters: unknown, at = '2026-03-02T09:00:00Z') =>
  trailRecord('iam:UpdateAccountPasswordPolicy', { at, region: 'us-east-1', request: parameters });
const remove = (at = '2026-03-02T09:00:00Z') =>
  trailRecord('iam:DeleteAccountPasswordPolicy', { at, region: 'us-east-1' });

export default casesOf(rule, {
  compliant: [
    { name: 'a strong policy', state: account(strong) },
    {
      name: 'a policy as strong as the options ask',
      state: account({ ...weak, maximumAge: 90 }),
      options: { minimumLength: 8, reusePrevention: 5, characters: ['numbers'], maximumAge: 90 },
    },
  ],
  drifted: [
    {
      name: 'several fields too weak, nothing known from before',
      state: account(weak),
      violations: [
        { message: 'length', path: 'minimumLength', data: { actual: 8, wanted: 14 } },
        { message: 'reuse', path: 'reusePrevention', data: { actual: 5, wanted: 24 } },
        { message: 'characters', path: 'symbols', data: { missing: 'symbols' } },
      ],
      plan: [
        {
          type: 'iam.update-password-policy',
          params: { before: weak, after: { ...weak, minimumLength: 14, reusePrevention: 24, symbols: true } },
        },
      ],
    },
    {
      name: 'a field too weak that was fine before',
      state: account({ ...weak, selfService: false }),
      baseline: account(strong),
      violations: [
        { message: 'length', path: 'minimumLength', data: { actual: 8, wanted: 14 } },
        { message: 'reuse', path: 'reusePrevention', data: { actual: 5, wanted: 24 } },
        { message: 'characters', path: 'symbols', data: { missing: 'symbols' } },
      ],
      plan: [
        { type: 'iam.update-password-policy', params: { before: { ...weak, selfService: false }, after: strong } },
      ],
    },
    {
      name: 'no expiry where one is asked for',
      state: account(strong),
      options: { maximumAge: 90 },
      violations: [{ message: 'age', path: 'maximumAge', data: { wanted: 90 } }],
      plan: [{ type: 'iam.update-password-policy', params: { before: strong, after: { ...strong, maximumAge: 90 } } }],
    },
    {
      name: 'an expiry later than asked for',
      state: account({ ...strong, maximumAge: 180 }),
      options: { maximumAge: 90 },
      violations: [{ message: 'age', path: 'maximumAge', data: { wanted: 90 } }],
    },
    {
      name: 'the policy deleted',
      state: account(null),
      baseline: account(strong),
      violations: [{ message: 'none', path: 'passwordPolicy', data: {} }],
      plan: [{ type: 'iam.update-password-policy', params: { before: null, after: strong } }],
    },
    {
      name: 'the policy deleted, and what it was is not known',
      state: account(null),
      violations: [{ message: 'none', path: 'passwordPolicy', data: {} }],
      cannot: /not known/,
    },
  ],
  unknown: [{ name: 'no event showed the policy', state: { rootAccessKeys: UNSEEN } }],
  events: [
    {
      name: 'deleted, then set again',
      events: [update(request), remove('2026-03-02T10:00:00Z'), update(request, '2026-03-02T10:10:00Z')],
      transitions: ['opened', 'resolved'],
      resource: 'account',
    },
    {
      name: 'one field set, all the others fall back to their defaults',
      events: [update({ minimumPasswordLength: 20, requireNumbers: 'true' })],
      transitions: ['opened'],
      texts: [
        'Passwords can be reused after 0 others; 24 are the minimum.',
        'Passwords need not contain symbols.',
        'Passwords need not contain uppercase.',
        'Passwords need not contain lowercase.',
      ],
    },
    {
      name: 'no field set at all',
      events: [update(null)],
      transitions: ['opened'],
      texts: [/^Passwords of 6 characters/, /reused after 0/, /symbols/, /numbers/, /uppercase/, /lowercase/],
    },
    {
      name: 'a refused call',
      events: [trailRecord('iam:DeleteAccountPasswordPolicy', { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a request that CloudTrail left out',
      events: [update({ reason: 'requestParameters too large', omitted: true })],
      transitions: [],
      unreadable: /left the request parameters out/,
    },
  ],
});
