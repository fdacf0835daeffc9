import { parsedObject } from '../../core/json.ts';

/**
 * IAM returns percent-encoded documents.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
 */
export function decodedDocument(encoded: string | undefined): unknown {
  return encoded === undefined ? undefined : parsedObject(decodeURIComponent(encoded));
}
