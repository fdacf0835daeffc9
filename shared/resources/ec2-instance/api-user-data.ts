import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { screenVariable, type Variable } from '../common/variable.ts';

const NAME = 'user data';
/** EC2 takes 16 KiB. Compressed text that is longer than this is not judged. */
const MOST_BYTES = 1024 * 1024;

/** Judges user data as the API answers with it, in Base64. cloud-init also takes compressed text. */
export async function screenUserData(encoded: string | undefined): Promise<Variable | null> {
  if (!encoded) return null;
  const bytes = Buffer.from(encoded, 'base64');
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isCompressed) return screenVariable(NAME, bytes.toString());
  try {
    return await screenVariable(NAME, (await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES })).toString());
  } catch (error) {
    // What cannot be unpacked was not judged, and the missing value says so.
    if (isOfZlib(error)) return { name: NAME };
    throw error;
  }
}

function isOfZlib(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE';
}
