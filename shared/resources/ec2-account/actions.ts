import { putField, switched } from '../common/put-field.ts';
import type { Ec2Account } from './kind.ts';

const put = putField<Ec2Account>();

const WORDS = {
  required: 'Require session tokens (IMDSv2) of new instances by default',
  optional: 'Let new instances serve their metadata without a session token by default',
  'no-preference': 'Remove the default for session tokens of new instances',
} as const;

export const putHttpTokensDefault = put('ec2.put-http-tokens-default', 'httpTokens', (tokens) => WORDS[tokens]);

export const putSerialConsole = put(
  'ec2.put-serial-console',
  'serialConsole',
  switched('access to the EC2 serial console'),
);

export const putImagesBlocked = put(
  'ec2.put-images-blocked',
  'imagesBlocked',
  switched('Block Public Access for images'),
);
