import {
  DisableEbsEncryptionByDefaultCommand,
  EC2Client,
  EnableEbsEncryptionByDefaultCommand,
} from '@aws-sdk/client-ec2';
import { effectOf } from '../../aws/effect.ts';
import { disableEncryptionByDefault, enableEncryptionByDefault } from './actions.ts';

export default [
  effectOf(enableEncryptionByDefault, {
    permissions: { 'ec2:EnableEbsEncryptionByDefault': '*' },
    async apply(ref, _, aws) {
      await aws.client(EC2Client, ref).send(new EnableEbsEncryptionByDefaultCommand());
    },
  }),
  effectOf(disableEncryptionByDefault, {
    permissions: { 'ec2:DisableEbsEncryptionByDefault': '*' },
    async apply(ref, _, aws) {
      await aws.client(EC2Client, ref).send(new DisableEbsEncryptionByDefaultCommand());
    },
  }),
];
