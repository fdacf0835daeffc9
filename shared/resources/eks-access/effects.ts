import {
  type AccessScope,
  AssociateAccessPolicyCommand,
  DisassociateAccessPolicyCommand,
  EKSClient,
} from '@aws-sdk/client-eks';
import { absentOn } from '../../aws/absent.ts';
import { effectOf } from '../../aws/effect.ts';
import { associateAccessPolicy, disassociateAccessPolicy } from './actions.ts';

const ENTRIES = 'eks:{region}:{account}:access-entry/*';

const REFUSALS = {
  InvalidRequestException: 'The cluster has no access entries.',
  ResourceNotFoundException: 'The cluster or the access entry no longer exists.',
};

export default [
  effectOf(disassociateAccessPolicy, {
    permissions: { 'eks:DisassociateAccessPolicy': ENTRIES },
    refusals: REFUSALS,
    // What is not associated, or has no entry any more, is taken already.
    async apply(ref, { principal: principalArn, policy: policyArn }, aws) {
      await absentOn('ResourceNotFoundException', () =>
        aws
          .client(EKSClient, ref)
          .send(new DisassociateAccessPolicyCommand({ clusterName: ref.id, principalArn, policyArn })),
      );
    },
  }),
  effectOf(associateAccessPolicy, {
    permissions: { 'eks:AssociateAccessPolicy': ENTRIES },
    refusals: REFUSALS,
    async apply(ref, { principal: principalArn, policy: policyArn, namespaces }, aws) {
      const accessScope: AccessScope = namespaces
        ? { type: 'namespace', namespaces: [...namespaces] }
        : { type: 'cluster' };
      await aws
        .client(EKSClient, ref)
        .send(new AssociateAccessPolicyCommand({ clusterName: ref.id, principalArn, policyArn, accessScope }));
    },
  }),
];
