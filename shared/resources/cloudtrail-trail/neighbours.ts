import { neighboursOf } from '../../core/neighbour.ts';
import { keyIdHere } from '../common/kms-key-arn.ts';
import { kmsKey } from '../kms-key/kind.ts';

/** What of a trail names a KMS key. */
interface NamesKey {
  readonly kmsKey?: string | null;
}

/** The key of its log files. */
export const keys = neighboursOf<NamesKey>()(kmsKey, ['enabled', 'deletion'], (ref, { kmsKey: name }) => {
  const id = name && keyIdHere(name, ref);
  return id ? [id] : [];
});
