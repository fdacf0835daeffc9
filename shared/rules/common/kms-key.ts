import type { Neighbours } from '../../core/kind.ts';
import { type Context, partly, type Unknown } from '../../core/rule.ts';
import { accountOfKmsKey, isSameKmsKey, keyIdHere, kmsKeyArn } from '../../resources/common/kms-key-arn.ts';
import type { KmsKey } from '../../resources/kms-key/kind.ts';

type Scene = Pick<Context<object, unknown>, 'ref' | 'trusted'>;

/** What is wrong with the key of a resource. */
export type KeyFault =
  | { readonly fault: 'foreign'; readonly account: string }
  | { readonly fault: 'unapproved' | 'changed' };

/**
 * Judges the key that a resource uses now. An approved key is right, also of another account. Else the key has to be of
 * the account or of a trusted one, approved where keys have to be, and the same as before where one is known.
 * @param now The key, by its id, alias or ARN; `had` likewise.
 */
export function judgeKmsKey(
  now: string,
  had: string | undefined,
  approvedKeys: readonly string[],
  { ref, trusted }: Scene,
): 'approved' | KeyFault | Unknown | undefined {
  const key = kmsKeyArn(now, ref);
  if (approvedKeys.some((name) => kmsKeyArn(name, ref) === key)) return 'approved';
  const account = accountOfKmsKey(key);
  if (account !== ref.account && !trusted.accounts.includes(account)) return { fault: 'foreign', account };
  if (approvedKeys.length > 0) return { fault: 'unapproved' };
  const same = had === undefined ? true : isSameKmsKey(key, kmsKeyArn(had, ref));
  if (same === false) return { fault: 'changed' };
  return same === undefined ? partly('No event shows the key of an alias.') : undefined;
}

/**
 * Whether data can be encrypted with a key. `cannot`: the reason why not. `undefined`: the key is of another place, is
 * named by an alias, or could not be read.
 */
export function isUsable(
  name: string,
  { ref }: Scene,
  keys: Neighbours<KmsKey>,
): true | { readonly cannot: string } | undefined {
  const id = keyIdHere(name, ref);
  const found = keys.items.find(({ ref: key }) => key.id === id);
  if (id === undefined) return isOfAws(name) ? true : undefined;
  if (!found) return keys.complete ? { cannot: `The KMS key ${id} no longer exists.` } : undefined;
  const { deletion, enabled } = found.state;
  if (deletion) return { cannot: `The KMS key ${id} is scheduled for deletion. Cancel its deletion first.` };
  if (enabled === false) return { cannot: `The KMS key ${id} is disabled. Enable it first.` };
  return enabled && deletion === null ? true : undefined;
}

/** AWS keeps its own keys enabled. */
function isOfAws(name: string): boolean {
  return /(^|:)alias\/aws\//.test(name);
}
