import rule from '../../../shared/rules/ecr/ecr-repository-weakened.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const repositoryName = 'orders/api';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`ecr:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { repositoryName, ...request }, ...parts });
const scan = (scanOnPush: boolean) => ({ imageScanningConfiguration: { scanOnPush } });
const right = { scans: true, mutable: false };

export default settingsCases(rule, {
  right,
  wrong: { scans: false, mutable: true },
  compliant: [
    {
      name: 'its tags may move',
      id: 'tools',
      options: { movingTags: ['tools'] },
      state: { ...right, mutable: true },
    },
  ],
  events: [
    {
      name: 'a new repository gets both, loses one, and is deleted',
      events: [
        call('CreateRepository', 0, {}),
        call('PutImageScanningConfiguration', 1, scan(true)),
        call('PutImageTagMutability', 2, { imageTagMutability: 'IMMUTABLE' }),
        call('PutImageScanningConfiguration', 3, scan(false)),
        call('DeleteRepository', 4, {}),
      ],
      transitions: ['opened', 'changed', 'resolved', 'reopened', 'resolved'],
      resource: repositoryName,
    },
    {
      name: 'a new repository with both; some tags are let go',
      events: [
        call('CreateRepository', 0, { ...scan(true), imageTagMutability: 'IMMUTABLE' }),
        call('PutImageTagMutability', 1, { imageTagMutability: 'MUTABLE_WITH_EXCLUSION' }),
      ],
      transitions: ['opened'],
    },
    {
      name: 'a refused call',
      events: [call('CreateRepository', 0, {}, { errorCode: 'RepositoryAlreadyExistsException' })],
      transitions: [],
    },
  ],
});
