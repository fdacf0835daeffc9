import rule from '../../../shared/rules/ec2/ec2-instance-profile-changed.ts';
import { ec2Call, INSTANCE, launch, terminate } from '../../support/instances.ts';
import { casesOf } from '../../support/rule-cases.ts';

const arn = (name: string) => `arn:aws:iam::111122223333:instance-profile/${name}`;
const launched = (name?: string) => launch(name ? { iamInstanceProfile: { arn: arn(name), id: 'AIPA1' } } : {});
const call = (name: string, minute: number, profile: string, parts: object = {}) =>
  ec2Call(
    name,
    minute,
    { [`${name}Request`]: { AssociationId: 'iip-assoc-1', IamInstanceProfile: { Name: profile } } },
    {
      [`${name}Response`]: {
        iamInstanceProfileAssociation: {
          associationId: 'iip-assoc-1',
          instanceId: INSTANCE,
          iamInstanceProfile: { arn: arn(profile), id: 'AIPA2' },
        },
      },
    },
    parts,
  );
const replace = (minute: number, profile: string, parts: object = {}) =>
  call('ReplaceIamInstanceProfileAssociation', minute, profile, parts);

export default casesOf(rule, {
  compliant: [
    { name: 'the same profile', state: { profile: 'shop' }, baseline: { profile: 'shop' } },
    { name: 'still none', state: { profile: null }, baseline: { profile: null } },
    { name: 'first met', state: { profile: 'admin' } },
    {
      name: 'an approved profile',
      state: { profile: 'ssm-managed' },
      baseline: { profile: null },
      options: { approved: ['ssm-*'] },
    },
  ],
  drifted: [
    {
      name: 'another profile',
      state: { profile: 'admin' },
      baseline: { profile: 'shop' },
      options: { approved: ['ssm-*'] },
      violations: [{ message: 'changed', path: 'profile', data: { after: 'admin', before: 'shop' } }],
    },
    {
      name: 'a profile where there was none',
      state: { profile: 'admin' },
      baseline: { profile: null },
      violations: [{ message: 'added', path: 'profile', data: { after: 'admin' } }],
    },
    {
      name: 'no profile any more',
      state: { profile: null },
      baseline: { profile: 'shop' },
      violations: [{ message: 'removed', path: 'profile', data: { before: 'shop' } }],
    },
  ],
  unknown: [{ name: 'no event showed it', state: {} }],
  events: [
    {
      name: 'replaced, and back',
      events: [launched('shop'), replace(1, 'admin'), replace(2, 'shop')],
      transitions: ['opened', 'resolved'],
      resource: INSTANCE,
      texts: [/^The instance has the instance profile admin instead of shop/],
    },
    {
      name: 'given to an instance without one, which is then terminated',
      events: [launched(), call('AssociateIamInstanceProfile', 1, 'admin'), terminate(2)],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'taken away',
      events: [launched('shop'), call('DisassociateIamInstanceProfile', 1, 'shop')],
      transitions: ['opened'],
      texts: [/^The instance profile shop was taken/],
    },
    {
      name: 'a refused call',
      events: [launched('shop'), replace(1, 'admin', { errorCode: 'Client.UnauthorizedOperation' })],
      transitions: [],
    },
    {
      name: 'a call without its answer',
      events: [ec2Call('ReplaceIamInstanceProfileAssociation', 0, { AssociationId: 'iip-assoc-1' }, {})],
      transitions: [],
      unreadable: /shows no instance/,
    },
  ],
});
