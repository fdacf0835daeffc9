import { arnOf, parseArn } from '../../core/arn.ts';
import type { Ref } from '../../core/ref.ts';

/**
 * The full ARN of a KMS key or alias that a resource names by id, alias or ARN. A name without an account means the
 * account of the resource.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id
 */
export function kmsKeyArn(name: string, ref: Ref): string {
  if (parseArn(name)) return name;
  return arnOf('kms', ref, /^(alias|key)\//.test(name) ? name : `key/${name}`);
}

/** The account in the ARN of a key. */
export function accountOfKmsKey(arn: string): string {
  return parseArn(arn)?.account ?? '';
}

/** `undefined`: one name is an alias and the other a key. Only KMS knows the key of an alias. */
export function isSameKmsKey(one: string, other: string): boolean | undefined {
  if (one === other) return true;
  return one.includes(':alias/') === other.includes(':alias/') ? false : undefined;
}
