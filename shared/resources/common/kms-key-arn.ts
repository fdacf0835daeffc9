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

/**
 * The id of a key that a resource names, if the key is in the account and region of the resource. `undefined`: an alias,
 * whose key only KMS knows, or a key of another place.
 */
export function keyIdHere(name: string, ref: Ref): string | undefined {
  const { account, region, resource = '' } = parseArn(kmsKeyArn(name, ref)) ?? {};
  return account === ref.account && region === ref.region ? /^key\/(.+)$/.exec(resource)?.[1] : undefined;
}
