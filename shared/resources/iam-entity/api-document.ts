import { parsedObject } from '../../core/json.ts';

/**
 * IAM answers with documents that are encoded for URLs.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
 */
export function decodedDocument(encoded: string | undefined): unknown {
  return encoded === undefined ? undefined : parsedObject(decodeURIComponent(encoded));
}
