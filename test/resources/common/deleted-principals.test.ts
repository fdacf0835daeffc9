import { IAMClient, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { DeleteBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, onTestFinished, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { updateTrustPolicy } from '../../../shared/resources/iam-entity/actions.ts';
import { iamEntity } from '../../../shared/resources/iam-entity/kind.ts';
import { putKeyPolicy } from '../../../shared/resources/kms-key/actions.ts';
import { kmsKey } from '../../../shared/resources/kms-key/kind.ts';
import { putBucketPolicy } from '../../../shared/resources/s3-bucket/actions.ts';
import { s3Bucket } from '../../../shared/resources/s3-bucket/kind.ts';
import { applyAction, PLACE } from '../../support/aws.ts';

// Calls mocked: moto accepts the names of deleted principals, and AWS refuses the whole document.

const DELETED = 'AROADBQP57FF2AEXAMPLE';
const STRANGER = '444455556666';
const allow = (AWS: unknown) => ({ Effect: 'Allow', Principal: { AWS }, Action: '*', Resource: '*' });
const documentOf = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const before = documentOf(allow([DELETED, PLACE.account, STRANGER]), allow(DELETED));
const after = documentOf(allow([PLACE.account]));
/** What the undo writes. */
const back = documentOf(allow([PLACE.account, STRANGER]));

const aws = createAws();
const refOf = (kind: string, id: string) => ({ kind, ...PLACE, id });

interface Input {
  readonly Policy?: string | undefined;
  readonly PolicyDocument?: string | undefined;
}

/** The documents that were sent. */
let sent: unknown[] = [];

function refusing({ Policy, PolicyDocument }: Input) {
  const text = Policy ?? PolicyDocument ?? '';
  sent.push(JSON.parse(text));
  if (text.includes(DELETED))
    throw Object.assign(new Error('Invalid principal in policy'), { name: 'MalformedPolicy' });
  return {};
}

test.each([
  [
    'bucket policy',
    putBucketPolicy({ before, after }),
    refOf(s3Bucket.name, 'reports'),
    () => mockClient(S3Client).on(PutBucketPolicyCommand).callsFake(refusing),
  ],
  [
    'key policy',
    putKeyPolicy({ before, after }),
    refOf(kmsKey.name, 'k-1'),
    () => mockClient(KMSClient).on(PutKeyPolicyCommand).callsFake(refusing),
  ],
  [
    'trust policy',
    updateTrustPolicy({ before, after }),
    refOf(iamEntity.name, 'role/app'),
    () => mockClient(IAMClient).on(UpdateAssumeRolePolicyCommand).callsFake(refusing),
  ],
] as const)('a %s that named a deleted role is written and undone without it', async (name, action, ref, mocked) => {
  sent = [];
  const mock = mocked();
  onTestFinished(() => mock.restore());
  await applyAction(ref, action, aws);
  const undo = { ...action, params: { before: after, after: before } };
  await applyAction(ref, undo, aws);
  expect(sent).toEqual([after, back]);
  const types = { 'bucket policy': putBucketPolicy, 'key policy': putKeyPolicy, 'trust policy': updateTrustPolicy };
  const { describe: say, simulate } = types[name];
  expect(JSON.stringify(simulate({} as never, undo.params))).not.toContain(DELETED);
  expect(say(action.params)).toBe(
    `Remove the deleted principal ${DELETED} and account ${STRANGER} from statement 1 of the ${name}; remove statement 2, which allows the deleted principal ${DELETED} *; nothing else changes`,
  );
});

test('a bucket policy of which nothing is left without deleted roles is deleted', async () => {
  const s3 = mockClient(S3Client);
  onTestFinished(() => s3.restore());
  s3.on(DeleteBucketPolicyCommand).resolves({});
  const only = documentOf(allow(DELETED));
  await applyAction(refOf(s3Bucket.name, 'reports'), putBucketPolicy({ before: back, after: only }), aws);
  expect(s3.commandCalls(DeleteBucketPolicyCommand)).toHaveLength(1);
  expect(putBucketPolicy.simulate({}, { before: back, after: only })).toEqual({ policy: null });
});
