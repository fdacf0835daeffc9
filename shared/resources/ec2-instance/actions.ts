import { putField } from '../common/put-field.ts';
import type { Ec2Instance } from './kind.ts';

const put = putField<Ec2Instance>();

export const putHttpTokens = put('ec2.put-http-tokens', 'httpTokens', (tokens) =>
  tokens === 'required'
    ? 'Serve the instance metadata with a session token only (IMDSv2)'
    : 'Serve the instance metadata also without a session token (IMDSv1)',
);

export const putHopLimit = put(
  'ec2.put-hop-limit',
  'hopLimit',
  (hops) => `Let responses of the instance metadata travel ${hops} ${hops === 1 ? 'hop' : 'hops'}`,
);
