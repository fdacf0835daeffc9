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

const INSTANCE = 'i-0123456789abcdef0';
const run = (volume: object | undefined, ebs: object = {}) =>
  trailRecord('ec2:RunInstances', {
    request: {
      instancesSet: { items: [{ imageId: 'ami-0123456789abcdef0', minCount: 1, maxCount: 1 }] },
      blockDeviceMapping: { items: [{ deviceName: '/dev/sdb', ebs: { volumeSize: 8, ...ebs } }] },
    },
    response: {
      instancesSet: {
        items: [
          {
            instanceId: INSTANCE,
            blockDeviceMapping: volume ? { items: [{ deviceName: '/dev/sdb', ebs: { volumeId, ...volume } }] } : {},
          },
        ],
      },
    },
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
  unknown: [
    { name: 'no event showed its creation', state: {} },
    { name: 'the volumes of a new instance', id: INSTANCE, state: {} },
  ],
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
    ...[{ encrypted: false }, { encrypted: true }, {}].map((ebs) => ({
      name: `an instance launched with ${JSON.stringify(ebs)}: its root volume and the region decide`,
      events: [run(undefined, ebs)],
      transitions: [],
      doubt: /volumes of a new instance/,
    })),
    { name: 'a new volume that is named, with encryption', events: [run({}, { encrypted: true })], transitions: [] },
    {
      name: 'a new volume that is named, with a key',
      events: [run({}, { kmsKeyId: 'alias/disks' })],
      transitions: [],
    },
    {
      name: 'a new volume that is named, without encryption: the region may encrypt it',
      events: [run({}, { encrypted: false })],
      transitions: [],
      doubt: /whether the volume is encrypted/,
    },
    {
      name: 'a new volume whose encryption the response shows',
      events: [run({ encrypted: false }), deleted],
      transitions: ['opened', 'resolved'],
      resource: volumeId,
    },
    {
      name: 'a copy, which has the encryption of its source',
      events: [
        trailRecord('ec2:CopyVolumes', {
          request: { CopyVolumesRequest: { SourceVolumeId: 'vol-0aaaaaaaaaaaaaaaa' } },
          response: { CopyVolumesResponse: { volumeSet: { item: { volumeId, encrypted: false } } } },
        }),
      ],
      transitions: ['opened'],
      resource: volumeId,
    },
    {
      name: 'deleted, and restored from the recycle bin',
      events: [
        created({}, { encrypted: false }),
        deleted,
        trailRecord('ec2:RestoreVolumeFromRecycleBin', { at: '2026-03-02T11:00:00Z', request: { volumeId } }),
      ],
      transitions: ['opened', 'resolved'],
      doubt: /whether the volume is encrypted/,
    },
    {
      name: 'another root volume',
      events: [
        trailRecord('ec2:CreateReplaceRootVolumeTask', {
          request: { CreateReplaceRootVolumeTaskRequest: { InstanceId: INSTANCE } },
        }),
      ],
      transitions: [],
      doubt: /volumes of a new instance/,
    },
    ...(['RunInstances', 'CopyVolumes', 'CreateReplaceRootVolumeTask'] as const).map((name) => ({
      name: `${name} that names nothing`,
      events: [trailRecord(`ec2:${name}`, { request: {} })],
      transitions: [],
      unreadable: new RegExp(`${name} names no`),
    })),
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
