import rule from '../../../shared/rules/ebs/ebs-volume-unencrypted.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const volumeId = 'vol-0123456789abcdef0';
const created = (request: object, response: object | null, parts: object = {}) =>
  trailRecord('ec2:CreateVolume', {
    request: { size: '8', zone: 'eu-west-1a', clientToken: 'example', ...request },
    response: response && {
      volumeId,
      size: '8',
      zone: 'eu-west-1a',
      status: 'creating',
      volumeType: 'gp3',
      ...response,
    },
    ...parts,
  });
const deleted = trailRecord('ec2:DeleteVolume', {
  at: '2026-03-02T10:00:00Z',
  request: { volumeId, reportVolumeFailure: false },
  response: { requestId: 'example', _return: true },
});

export default casesOf(rule, {
  compliant: [{ name: 'an encrypted volume', state: { encrypted: true } }],
  drifted: [
    {
      name: 'a volume without encryption',
      state: { encrypted: false },
      violations: [{ message: 'unencrypted', path: 'encrypted', data: {} }],
    },
  ],
  unknown: [{ name: 'no event showed its creation', state: {} }],
  events: [
    {
      name: 'only the answer shows that it is not encrypted; deleting it ends the drift',
      events: [created({}, { encrypted: false }), deleted],
      transitions: ['opened', 'resolved'],
      resource: volumeId,
    },
    { name: 'encrypted by the default of the region', events: [created({}, { encrypted: true })], transitions: [] },
    { name: 'encrypted as requested', events: [created({ encrypted: true }, {})], transitions: [] },
    { name: 'encrypted with a key', events: [created({ kmsKeyId: 'alias/disks' }, {})], transitions: [] },
    { name: 'nothing shows the encryption', events: [created({}, {})], transitions: [], doubt: /No event showed/ },
    {
      name: 'deleted within the second, delivered first',
      events: [{ ...deleted, eventTime: '2026-03-02T09:00:00Z' }, created({}, { encrypted: false })],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [created({}, null, { errorCode: 'Client.VolumeLimitExceeded' })],
      transitions: [],
    },
    {
      name: 'an answer without an id',
      events: [created({}, null)],
      transitions: [],
      unreadable: /CreateVolume names no volume/,
    },
  ],
});
