import rule from '../../../shared/rules/ec2/ami-public.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const imageId = 'ami-0123456789abcdef0';
const organization = 'arn:aws:organizations::444455556666:organization/o-exampleorg1';
const unit = 'arn:aws:organizations::444455556666:ou/o-exampleorg1/ou-ab12-example1';
const all = (...items: readonly string[]) => ({ sharedWith: { items, complete: true } });
const modify = (permission: unknown, at = '2026-03-02T09:00:00Z', parts: object = {}) =>
  trailRecord('ec2:ModifyImageAttribute', {
    at,
    request: { imageId, launchPermission: permission, attributeType: 'launchPermission' },
    response: { requestId: 'example', _return: true },
    ...parts,
  });
const everybody = { items: [{ group: 'all' }] };
const later = '2026-03-02T09:05:00Z';
const call = (name: string, request: object, response: object = { _return: true }) =>
  trailRecord(`ec2:${name}`, { at: later, request, response });
const born = (name: string) => ({ ...call(name, { name: 'base' }, { imageId }), eventTime: '2026-03-02T08:00:00Z' });

export default casesOf(rule, {
  compliant: [
    { name: 'shared with nobody', state: all() },
    {
      name: 'shared with a trusted account, a trusted organisation and one of its units',
      state: all('444455556666', organization, unit),
      trusted: { accounts: ['444455556666'], organizations: ['o-exampleorg1'] },
    },
    {
      name: 'shared with a unit that is trusted by its path, and with the organisation that the own account manages',
      state: all(unit, 'arn:aws:organizations::111122223333:organization/o-exampleorg2'),
      trusted: { organizations: ['o-exampleorg1/r-ab12/ou-ab12-parent01/ou-ab12-example1/', 'o-exampleorg2'] },
    },
    {
      name: 'shared with the organisation that the own account manages, with none in the configuration',
      state: all('arn:aws:organizations::111122223333:organization/o-exampleorg2'),
    },
    { name: 'public on purpose', id: imageId, state: all('all'), options: { publicImages: [imageId] } },
  ],
  drifted: [
    {
      name: 'public',
      state: all('all'),
      violations: [{ message: 'public', path: 'all', data: {} }],
      plan: [{ type: 'ec2.unshare-image', params: { share: 'all' } }],
    },
    {
      name: 'shared with strangers of every sort; trusting the managing account is not trusting its organisation',
      state: all('777788889999', organization, unit),
      trusted: { accounts: ['444455556666'], organizations: ['o-other000001'] },
      violations: [
        { message: 'shared', path: '777788889999', data: { who: 'account 777788889999' } },
        { message: 'shared', path: organization, data: { who: 'organisation o-exampleorg1' } },
        { message: 'shared', path: unit, data: { who: 'organisational unit ou-ab12-example1 of o-exampleorg1' } },
      ],
    },
    {
      name: 'shared with the whole of an organisation of which one unit is trusted',
      state: all(organization),
      trusted: { organizations: ['o-exampleorg1/r-ab12/ou-ab12-example1/'] },
      violations: [{ message: 'shared', path: organization, data: { who: 'organisation o-exampleorg1' } }],
    },
  ],
  unknown: [
    { name: 'no event showed its permissions', state: { sharedWith: { items: [], complete: false } } },
    { name: 'shared with an organisation, with none in the configuration', state: all(organization) },
    {
      name: 'shared with a unit, while another unit is trusted that may hold it',
      state: all(unit),
      trusted: { organizations: ['o-exampleorg1/r-ab12/ou-ab12-parent01/'] },
    },
  ],
  events: [
    {
      name: 'made public and private again',
      events: [born('RegisterImage'), modify({ add: everybody }), modify({ remove: everybody }, later)],
      transitions: ['opened', 'resolved'],
      resource: imageId,
    },
    {
      name: 'shared with an organisation that is not trusted',
      events: [born('CreateImage'), modify({ add: { items: [{ organizationArn: organization }] } })],
      trusted: { organizations: ['o-other000001'] },
      transitions: ['opened'],
      texts: [/organisation o-exampleorg1,/],
    },
    {
      name: 'public, and then shared with an organisation of which nothing is known: not resolved',
      events: [
        born('CreateImage'),
        modify({ add: everybody }),
        modify({ remove: everybody, add: { items: [{ organizationArn: organization }] } }, later),
      ],
      transitions: ['opened'],
      doubt: /It is not known whether organisation o-exampleorg1 is yours/,
    },
    {
      name: 'shared with a unit of a trusted organisation',
      events: [born('CopyImage'), modify({ add: { items: [{ organizationalUnitArn: unit }] } })],
      trusted: { organizations: ['o-exampleorg1'] },
      transitions: [],
    },
    {
      name: 'the older form, with lists beside an operation',
      events: [
        modify(undefined, later, { request: { imageId, operationType: 'add', organizationArn: [organization] } }),
      ],
      trusted: { organizations: ['o-other000001'] },
      transitions: ['opened'],
    },
    {
      name: 'reset',
      events: [modify({ add: everybody }), call('ResetImageAttribute', { imageId })],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'deregistered',
      events: [modify({ add: everybody }), call('DeregisterImage', { imageId })],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'deregistered, and restored from the recycle bin',
      events: [
        born('CreateImage'),
        call('DeregisterImage', { imageId }),
        { ...call('RestoreImageFromRecycleBin', { imageId }), eventTime: '2026-03-02T11:00:00Z' },
      ],
      transitions: [],
      doubt: /Only the shares in this log/,
    },
    {
      name: 'another attribute leaves it as it is',
      events: [modify({ add: everybody }), call('ModifyImageAttribute', { imageId, description: { value: 'base' } })],
      transitions: ['opened'],
    },
    {
      name: 'a refused call',
      events: [modify({ add: everybody }, later, { errorCode: 'Client.OperationNotPermitted' })],
      transitions: [],
    },
    {
      name: 'a change without its permission',
      events: [modify(undefined)],
      transitions: [],
      unreadable: /ModifyImageAttribute shows no permission/,
    },
    {
      name: 'a group that EC2 does not have',
      events: [modify({ add: { items: [{ group: 'none' }] } })],
      transitions: [],
      unreadable: /without an account, group or organisation/,
    },
    {
      name: 'a change of no image',
      events: [call('ModifyImageAttribute', {})],
      transitions: [],
      unreadable: /names no image/,
    },
  ],
});
