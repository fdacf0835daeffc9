import rule from '../../../shared/rules/efs/efs-tls-not-required.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { allowing, policyDocument } from '../../support/policy-cases.ts';
import { casesOf } from '../../support/rule-cases.ts';

const fileSystemId = 'fs-0123456789abcdef0';
const own = allowing('Own', `arn:aws:iam::${ACCOUNT}:root`, 'elasticfilesystem:ClientMount');
const tls = {
  Sid: 'TlsOnly',
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: '*',
  Resource: `arn:aws:elasticfilesystem:eu-west-1:${ACCOUNT}:file-system/${fileSystemId}`,
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`elasticfilesystem:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const put = (minute: number, ...statements: readonly object[]) =>
  call('PutFileSystemPolicy', minute, { fileSystemId, policy: JSON.stringify(policyDocument(...statements)) });
const at = { id: fileSystemId };
const lost = { message: 'lost', path: 'policy', data: {} } as const;

export default casesOf(rule, {
  compliant: [
    { ...at, name: 'clients without TLS are denied', state: { policy: policyDocument(own, tls) } },
    { ...at, name: 'a new file system without a policy', state: { policy: null } },
    {
      ...at,
      name: 'a file system that may be mounted without TLS',
      options: { required: true, plainFileSystems: [fileSystemId] },
      state: { policy: null },
    },
  ],
  drifted: [
    {
      ...at,
      name: 'the policy is deleted',
      baseline: { policy: policyDocument(own, tls) },
      state: { policy: null },
      violations: [lost],
    },
    {
      ...at,
      name: 'the statement is removed',
      baseline: { policy: policyDocument(own, tls) },
      state: { policy: policyDocument(own) },
      violations: [lost],
      plan: [
        {
          type: 'elasticfilesystem.put-file-system-policy',
          params: { before: policyDocument(own), after: policyDocument(own, tls) },
        },
      ],
    },
    {
      ...at,
      name: 'it is required, and was never there',
      options: { required: true },
      state: { policy: policyDocument(own) },
      violations: [{ message: 'missing', path: 'policy', data: {} }],
    },
  ],
  unknown: [{ ...at, name: 'no event showed the policy', state: {} }],
  events: [
    {
      name: 'the policy is put and deleted',
      events: [put(0, own, tls), call('DeleteFileSystemPolicy', 1, { fileSystemId }), put(2, tls)],
      transitions: ['opened', 'resolved'],
      resource: fileSystemId,
    },
    {
      name: 'a new file system, with and without the policy, and deleted',
      events: [
        call('CreateFileSystem', 0, {}, { response: { fileSystemId } }),
        put(1, own, tls),
        put(2, own),
        call('DeleteFileSystem', 3, { fileSystemId }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [put(0, tls), call('DeleteFileSystemPolicy', 1, { fileSystemId }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
