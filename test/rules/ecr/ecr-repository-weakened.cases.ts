import rule from '../../../shared/rules/ecr/ecr-repository-weakened.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const repositoryName = 'shop/orders';
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`ecr:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    request: { repositoryName, ...request },
    ...parts,
  });
const scan = (minute: number, scanOnPush?: boolean, parts: object = {}) =>
  call('PutImageScanningConfiguration', minute, { imageScanningConfiguration: { scanOnPush } }, parts);
const mutable = (minute: number, imageTagMutability?: string) =>
  call('PutImageTagMutability', minute, { imageTagMutability });
const right = { scanOnPush: true, tags: { mode: 'IMMUTABLE', exclusions: [] }, registryScans: 'none' } as const;

export default settingsCases(rule, {
  right,
  wrong: { scanOnPush: false, tags: { mode: 'MUTABLE', exclusions: [] } },
  values: { tags: 'MUTABLE' },
  compliant: [
    { name: 'a rule of the registry scans it', state: { ...right, scanOnPush: false, registryScans: 'this' } },
    {
      name: 'some tags can be moved',
      state: { ...right, tags: { mode: 'IMMUTABLE_WITH_EXCLUSION', exclusions: ['latest'] } },
    },
    {
      name: 'one that needs neither',
      id: 'cache',
      state: { scanOnPush: false, tags: { mode: 'MUTABLE', exclusions: [] } },
      options: { unscanned: ['cache'], movable: ['cache'] },
    },
  ],
  drifted: [
    {
      name: 'enhanced scanning does not heed the own setting',
      state: { ...right, registryScans: 'others' },
      violations: [{ message: 'scanOnPush', path: 'scanOnPush', data: {} }],
      cannot: /enhanced scanning/,
    },
    {
      name: 'only some tags stay',
      state: { ...right, tags: { mode: 'MUTABLE_WITH_EXCLUSION', exclusions: ['v*'] } },
      violations: [{ message: 'tags', path: 'tags', data: { value: 'MUTABLE_WITH_EXCLUSION' } }],
    },
  ],
  events: [
    {
      name: 'a new repository has neither, and gets both',
      events: [call('CreateRepository', 0), scan(1, true), mutable(2, 'IMMUTABLE')],
      transitions: ['opened', 'changed', 'resolved'],
      resource: repositoryName,
    },
    {
      name: 'a repository that is made with both, loses one and is deleted',
      events: [
        call('CreateRepository', 0, {
          imageTagMutability: 'IMMUTABLE',
          imageScanningConfiguration: { scanOnPush: true },
        }),
        mutable(1, 'MUTABLE'),
        call('DeleteRepository', 2),
      ],
      transitions: ['opened', 'resolved'],
    },
    { name: 'a refused call', events: [scan(0, false, { errorCode: 'AccessDenied' })], transitions: [] },
    {
      name: 'scanning that the request does not show',
      events: [scan(0)],
      transitions: [],
      unreadable: /does not show whether images are scanned/,
    },
    {
      name: 'tags that the request does not show',
      events: [mutable(0)],
      transitions: [],
      unreadable: /does not show whether tags can be moved/,
    },
  ],
});
