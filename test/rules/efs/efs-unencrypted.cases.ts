import rule from '../../../shared/rules/efs/efs-unencrypted.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const fileSystemId = 'fs-0123456789abcdef0';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`elasticfilesystem:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const create = (parts: object) =>
  call('CreateFileSystem', 0, { creationToken: 'x' }, { response: { fileSystemId, ...parts } });

export default settingsCases(rule, {
  right: { encrypted: true },
  wrong: { encrypted: false },
  events: [
    {
      name: 'a new file system without encryption, that is deleted',
      events: [create({ encrypted: false }), call('DeleteFileSystem', 1, { fileSystemId })],
      transitions: ['opened', 'resolved'],
      resource: fileSystemId,
    },
    { name: 'a new one with encryption', events: [create({ encrypted: true })], transitions: [] },
    {
      name: 'a refused call',
      events: [call('CreateFileSystem', 0, {}, { errorCode: 'FileSystemLimitExceeded' })],
      transitions: [],
    },
    {
      name: 'an answer without the id',
      events: [call('CreateFileSystem', 0, {})],
      transitions: [],
      unreadable: /shows no fileSystemId/,
    },
  ],
});
