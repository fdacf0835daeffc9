import rule from '../../../shared/rules/ebs/ebs-default-encryption-off.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const disabled = (parts: object = {}) =>
  trailRecord('ec2:DisableEbsEncryptionByDefault', {
    request: { DisableEbsEncryptionByDefaultRequest: '' },
    response: { DisableEbsEncryptionByDefaultResponse: { ebsEncryptionByDefault: false } },
    ...parts,
  });
const enabled = trailRecord('ec2:EnableEbsEncryptionByDefault', {
  at: '2026-03-02T09:30:00Z',
  request: { EnableEbsEncryptionByDefaultRequest: {} },
  response: { EnableEbsEncryptionByDefaultResponse: { ebsEncryptionByDefault: true } },
});

export default casesOf(rule, {
  compliant: [
    { name: 'encryption by default is on', id: 'eu-west-1', state: { encryptionByDefault: true } },
    {
      name: 'a region that is not judged',
      id: 'us-west-2',
      state: { encryptionByDefault: false },
      options: { exceptRegions: ['us-west-2'] },
    },
  ],
  drifted: [
    {
      name: 'encryption by default is off',
      id: 'eu-west-1',
      state: { encryptionByDefault: false },
      violations: [{ message: 'off', path: 'encryptionByDefault', data: { region: 'eu-west-1' } }],
      plan: [{ type: 'ebs.enable-encryption-by-default', params: {} }],
    },
  ],
  unknown: [{ name: 'no event showed the default', id: 'eu-west-1', state: {} }],
  events: [
    {
      name: 'switched off and on again',
      events: [disabled(), enabled],
      transitions: ['opened', 'resolved'],
      resource: 'eu-west-1',
    },
    {
      name: 'switched off in a region, by a call without parameters',
      events: [disabled({ request: null, response: null, region: 'eu-central-1' })],
      transitions: ['opened'],
      resource: 'eu-central-1',
      texts: [/in eu-central-1\.$/],
    },
    {
      name: 'on in one region does not help another',
      events: [disabled({ region: 'eu-central-1' }), enabled],
      transitions: ['opened'],
      resource: 'eu-central-1',
    },
    {
      name: 'a refused call',
      events: [disabled({ errorCode: 'Client.UnauthorizedOperation', response: null })],
      transitions: [],
    },
    {
      name: 'parameters that were left out',
      events: [disabled({ request: { omitted: true } })],
      transitions: [],
      unreadable: /too large/,
    },
  ],
});
