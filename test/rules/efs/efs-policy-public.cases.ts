import rule from '../../../shared/rules/efs/efs-policy-public.ts';
import { trailRecord } from '../../support/events.ts';
import { allowing, policyCases, policyDocument } from '../../support/policy-cases.ts';

const MOUNT = 'elasticfilesystem:ClientMount';
const fileSystemId = 'fs-0123456789abcdef0';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`elasticfilesystem:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const put = (minute: number, ...statements: readonly object[]) =>
  call('PutFileSystemPolicy', minute, { fileSystemId, policy: JSON.stringify(policyDocument(...statements)) });
const anyone = allowing('Anyone', '*', MOUNT);

export default policyCases(rule, {
  action: MOUNT,
  sharedOption: 'sharedFileSystems',
  compliant: [
    {
      name: 'anyone who comes through a mount target',
      state: {
        policy: policyDocument({
          ...anyone,
          Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
        }),
      },
    },
  ],
  events: [
    {
      name: 'a policy for anyone, and its end',
      events: [put(0, anyone), call('DeleteFileSystemPolicy', 1, { fileSystemId })],
      transitions: ['opened', 'resolved'],
      resource: fileSystemId,
    },
    {
      name: 'a new file system with a policy for anyone, that is deleted',
      events: [
        call('CreateFileSystem', 0, {}, { response: { fileSystemId } }),
        put(1, anyone),
        call('DeleteFileSystem', 2, { fileSystemId }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [call('PutFileSystemPolicy', 0, { fileSystemId }, { errorCode: 'InvalidPolicyException' })],
      transitions: [],
    },
    {
      name: 'a policy that the request does not show',
      events: [call('PutFileSystemPolicy', 0, { fileSystemId })],
      transitions: [],
      unreadable: /shows no policy/,
    },
  ],
});
