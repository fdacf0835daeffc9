import * as z from 'zod';
import { type Violation } from '../../core/message.ts';
import { type Context, conclude, defineRule, partly, type Unknown, unknown } from '../../core/rule.ts';
import { putBucketEncryption } from '../../resources/s3-bucket/actions.ts';
import { type DefaultEncryption, encryptionText, isWeaker } from '../../resources/s3-bucket/encryption.ts';
import { type S3Bucket, s3Bucket } from '../../resources/s3-bucket/kind.ts';
import { isUsable, judgeKmsKey } from '../common/kms-key.ts';

const options = z.strictObject({
  approvedKeys: z
    .array(z.string())
    .default([])
    .describe(
      'KMS keys (id, alias or ARN) that buckets may use; "alias/aws/s3" is the AWS managed key. Empty: each bucket keeps its key.',
    ),
  requireKms: z.boolean().default(false).describe('Also report buckets that never had a KMS key.'),
});

const messages = {
  weaker: 'New objects are encrypted with {{after}}, which is weaker than before ({{before}}).',
  withoutKms: 'New objects are encrypted with keys of S3 (AES256) instead of a KMS key.',
  changedKey: 'New objects are encrypted with another key than before: {{after}} instead of {{before}}.',
  unapprovedKey: 'New objects are encrypted with {{after}}, which is not an approved key.',
  foreignKey: {
    text: 'New objects are encrypted with a key of account {{account}}, which can make them unreadable at any time.',
    severity: 'high',
  },
  bucketKeyOff: { text: 'The bucket key was switched off: each object needs its own KMS requests.', severity: 'low' },
} as const;

type Scene = Context<S3Bucket, z.output<typeof options>>;
type Fault = Violation<typeof messages>;

export default defineRule({
  id: 's3-default-encryption-downgraded',
  title: 'S3 buckets keep their default encryption and its KMS key',
  severity: 'medium',
  kind: s3Bucket,
  watches: ['encryption'],
  neighbours: ['keys'],
  controls: ['s3-default-encryption-downgraded'],
  options,
  messages,
  fix: 'Restore the KMS key of the default encryption, or choose an approved key.',
  judge,

  remediation: {
    mode: 'auto',
    actions: [putBucketEncryption],
    plan({ encryption: before }, violations, { baseline, neighbours, ...scene }) {
      if (before && violations.every(({ message }) => message === 'bucketKeyOff')) {
        return [putBucketEncryption({ before, after: { ...before, bucketKey: true } })];
      }
      const after = baseline?.encryption;
      const cannot = 'The right encryption of the bucket is not known.';
      if (before === undefined || after === undefined) return { cannot };
      const usable = isUsable(keyOf(after), scene, neighbours.keys);
      if (after.algorithm !== 'AES256' && typeof usable === 'object') return usable;
      return {
        oneOf: [[putBucketEncryption({ before, after })]],
        cannot,
        ...(usable ? {} : { unsure: after.algorithm !== 'AES256' }),
      };
    },
  },
});

function judge({ encryption: now }: S3Bucket, scene: Scene): readonly Fault[] | Unknown {
  const { options, baseline } = scene;
  if (now === undefined) return unknown('No event showed the default encryption of this bucket.');
  const had = baseline?.encryption;
  const doubt = baseline && !had && partly('No event showed the old encryption of the bucket.');
  const data = { after: encryptionText(now), before: had ? encryptionText(had) : '' };
  const weaker: Fault[] = had && isWeaker(now, had) ? [{ message: 'weaker', path: 'encryption', data }] : [];
  if (now.algorithm !== 'AES256') return judgeKey(now, had, scene, weaker, doubt);
  if (weaker.length > 0) return weaker;
  if (options.requireKms) return [{ message: 'withoutKms', path: 'encryption', data: {} }];
  return conclude<Fault>([], doubt);
}

function judgeKey(
  now: DefaultEncryption,
  had: DefaultEncryption | undefined,
  { options, ...scene }: Scene,
  weaker: readonly Fault[],
  doubt: Unknown | undefined | false,
): readonly Fault[] | Unknown {
  const after = encryptionText(now);
  const off = had?.bucketKey && now.algorithm === 'aws:kms' && !now.bucketKey;
  const others: Fault[] = off ? [...weaker, { message: 'bucketKeyOff', path: 'bucketKey', data: {} }] : [...weaker];
  const before = had && had.algorithm !== 'AES256' ? keyOf(had) : undefined;
  const found = judgeKmsKey(keyOf(now), before, options.approvedKeys, scene);
  if (found === 'approved') return others;
  if (found === undefined) return conclude(others, doubt);
  if ('unknown' in found) return conclude(others, doubt, found);
  const { fault } = found;
  if (fault === 'foreign') return [{ message: 'foreignKey', path: 'key', data: { account: found.account } }, ...others];
  if (fault === 'unapproved') return [{ message: 'unapprovedKey', path: 'key', data: { after } }, ...others];
  return [{ message: 'changedKey', path: 'key', data: { after, before: had ? encryptionText(had) : '' } }, ...others];
}

function keyOf({ key = 'alias/aws/s3' }: DefaultEncryption): string {
  return key;
}
