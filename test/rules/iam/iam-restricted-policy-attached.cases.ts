import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import type { IamEntity } from '../../../shared/resources/iam-entity/kind.ts';
import rule from '../../../shared/rules/iam/iam-restricted-policy-attached.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const SHELL = 'arn:aws:iam::aws:policy/AWSCloudShellFullAccess';
const holder = (attached: IamEntity['attached']): IamEntity => ({ inline: UNSEEN, attached, versions: UNSEEN });
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`iam:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, region: 'us-east-1', request, ...parts });
const policyArn = SHELL;
const trust = { assumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }) };
const attachAndDetach = (type: 'Role' | 'User' | 'Group') => {
  const name = { [`${type.toLowerCase()}Name`]: 'team' };
  return [
    call(`Create${type}`, 0, { ...name, ...trust }),
    call(`Attach${type}Policy`, 1, { ...name, policyArn }),
    call(`Detach${type}Policy`, 2, { ...name, policyArn }),
    call(`Attach${type}Policy`, 3, { ...name, policyArn }),
    call(`Delete${type}`, 4, name),
  ];
};
const transitions = ['opened', 'resolved', 'reopened', 'resolved'] as const;

export default casesOf(rule, {
  compliant: [
    { name: 'another policy', id: 'role/app', state: holder(exactly(['arn:aws:iam::aws:policy/ReadOnlyAccess'])) },
    {
      name: 'a role that may',
      id: 'role/break-glass',
      options: { holders: ['break-glass'] },
      state: holder(exactly([SHELL])),
    },
    { name: 'a policy', id: 'policy/app', state: holder(UNSEEN) },
  ],
  drifted: [
    {
      name: 'the policy of CloudShell',
      id: 'group/team',
      state: holder(exactly([SHELL])),
      violations: [{ message: 'attached', path: SHELL, data: { policy: SHELL } }],
      plan: [{ type: 'iam.detach-policy', params: { policy: SHELL } }],
    },
    {
      name: 'a policy of the settings',
      id: 'user/jane',
      options: { policies: ['PowerUserAccess'] },
      state: holder(exactly(['arn:aws:iam::aws:policy/PowerUserAccess'])),
      violations: [
        {
          message: 'attached',
          path: 'arn:aws:iam::aws:policy/PowerUserAccess',
          data: { policy: 'arn:aws:iam::aws:policy/PowerUserAccess' },
        },
      ],
    },
  ],
  unknown: [{ name: 'no event showed the policies', id: 'role/app', state: holder(UNSEEN) }],
  events: [
    { name: 'it comes to a role and goes', events: attachAndDetach('Role'), transitions },
    { name: 'it comes to a user and goes', events: attachAndDetach('User'), transitions },
    { name: 'it comes to a group and goes', events: attachAndDetach('Group'), transitions },
    {
      name: 'a refused call',
      events: [call('AttachRolePolicy', 0, { roleName: 'team', policyArn }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
