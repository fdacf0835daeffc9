import rule from '../../../shared/rules/ebs/ebs-snapshot-block-public-access-off.ts';
import { REGION } from '../../support/events.ts';
import { ec2Call } from '../../support/instances.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const enable = (minute: number, State?: string) =>
  ec2Call('EnableSnapshotBlockPublicAccess', minute, { EnableSnapshotBlockPublicAccessRequest: { State } });
const disable = (minute: number, parts: object = {}) =>
  ec2Call(
    'DisableSnapshotBlockPublicAccess',
    minute,
    { DisableSnapshotBlockPublicAccessRequest: '' },
    undefined,
    parts,
  );

export default settingsCases(rule, {
  right: { mode: 'block-all-sharing' },
  wrong: { mode: 'unblocked' },
  values: { mode: 'unblocked' },
  compliant: [
    { name: 'new sharing was always blocked', state: { mode: 'block-new-sharing' } },
    { name: 'public data', id: 'us-west-2', state: { mode: 'unblocked' }, options: { exceptRegions: ['us-west-2'] } },
  ],
  drifted: [
    {
      name: 'snapshots that are public may stay so, and could not before',
      state: { mode: 'block-new-sharing' },
      baseline: { mode: 'block-all-sharing' },
      violations: [{ message: 'mode', path: 'mode', data: { value: 'block-new-sharing' } }],
      plan: [
        {
          type: 'ebs.put-snapshot-block-public-access',
          params: { before: 'block-new-sharing', after: 'block-all-sharing' },
        },
      ],
    },
    {
      name: 'what was blocked before is blocked again',
      state: { mode: 'unblocked' },
      baseline: { mode: 'block-new-sharing' },
      violations: [{ message: 'mode', path: 'mode', data: { value: 'unblocked' } }],
      plan: [
        { type: 'ebs.put-snapshot-block-public-access', params: { before: 'unblocked', after: 'block-new-sharing' } },
      ],
    },
  ],
  events: [
    {
      name: 'switched off and on',
      events: [enable(0, 'block-all-sharing'), disable(1), enable(2, 'block-all-sharing')],
      transitions: ['opened', 'resolved'],
      resource: REGION,
    },
    {
      name: 'weakened to new sharing',
      events: [enable(0, 'block-all-sharing'), enable(1, 'block-new-sharing')],
      transitions: ['opened'],
      texts: ['Block Public Access for EBS snapshots was weakened to block-new-sharing.'],
    },
    {
      name: 'a refused call',
      events: [disable(0, { errorCode: 'Client.UnauthorizedOperation' })],
      transitions: [],
    },
    { name: 'no state shown', events: [enable(0)], transitions: [], unreadable: /shows no state/ },
  ],
});
