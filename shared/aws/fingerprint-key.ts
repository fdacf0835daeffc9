import { randomBytes } from 'node:crypto';
import { Redacted } from '../core/redacted.ts';
import { absentOn } from './absent.ts';
import type { Aws } from './clients.ts';
import type { Permissions } from './permissions.ts';

/** The parameter belongs to one deployment. */
const PARAMETER = '{prefix}/fingerprint-key';

export const fingerprintKeyPermissions: Permissions = {
  'ssm:GetParameter': `ssm:{region}:{account}:parameter/${PARAMETER}`,
  'ssm:PutParameter': `ssm:{region}:{account}:parameter/${PARAMETER}`,
};

/**
 * The key of the fingerprints that are stored. It is a `SecureString` of Systems Manager and not in the table, so that
 * nobody who has the table can find out a short password by trying. The first process that needs it makes it; where two
 * make it at once, the first counts for both. It is read once in a process.
 * @param prefix The deployment's `<name>-<stage>`.
 * @throws what Systems Manager throws: without the key, two reads of one secret would look like a change.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export function fingerprintKey(aws: Aws, region: string, prefix: string): () => Promise<Redacted> {
  let known: Promise<Redacted> | undefined;
  const read = async (): Promise<Redacted> => {
    const { GetParameterCommand, PutParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
    const client = aws.client(SSMClient, { region });
    const Name = `/${PARAMETER.replace('{prefix}', prefix)}`;
    const stored = async () => {
      const { Parameter } = await client.send(new GetParameterCommand({ Name, WithDecryption: true }));
      return new Redacted(Parameter?.Value ?? '');
    };
    const known = await absentOn('ParameterNotFound', stored);
    if (known) return known;
    const made = new Redacted(randomBytes(32).toString('base64'));
    const Description = 'Keys the fingerprints of secrets in the table of Plumbline. Without it, secrets look changed.';
    const put = new PutParameterCommand({ Name, Value: made.reveal(), Type: 'SecureString', Description });
    return (await absentOn('ParameterAlreadyExists', () => client.send(put))) ? made : stored();
  };
  return () => {
    known ??= read().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}
