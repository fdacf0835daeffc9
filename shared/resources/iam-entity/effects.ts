import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  SetDefaultPolicyVersionCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { absentOn } from '../../aws/absent.ts';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import { GROUPS, NO_SUCH_ENTITY, POLICIES, ROLES, USERS } from '../../aws/iam-resources.ts';
import type { Ref } from '../../core/ref.ts';
import { writable } from '../../policy/deleted.ts';
import { policyText } from '../common/api-policy-text.ts';
import { attachPolicy, detachPolicy, putInlinePolicy, setDefaultPolicyVersion, updateTrustPolicy } from './actions.ts';
import { iamEntity, nameOf } from './kind.ts';

export default [
  effectOf(detachPolicy, {
    permissions: { 'iam:DetachUserPolicy': USERS, 'iam:DetachGroupPolicy': GROUPS, 'iam:DetachRolePolicy': ROLES },
    async apply(ref, { policy }, aws) {
      await absentOn(NO_SUCH_ENTITY, () => callsOn(ref, aws).detach(policy));
    },
  }),
  effectOf(attachPolicy, {
    permissions: { 'iam:AttachUserPolicy': USERS, 'iam:AttachGroupPolicy': GROUPS, 'iam:AttachRolePolicy': ROLES },
    async apply(ref, { policy }, aws) {
      await callsOn(ref, aws).attach(policy);
    },
  }),
  effectOf(putInlinePolicy, {
    permissions: {
      'iam:PutUserPolicy': USERS,
      'iam:PutGroupPolicy': GROUPS,
      'iam:PutRolePolicy': ROLES,
      'iam:DeleteUserPolicy': USERS,
      'iam:DeleteGroupPolicy': GROUPS,
      'iam:DeleteRolePolicy': ROLES,
    },
    async apply(ref, { name, after }, aws) {
      if (after !== null) await callsOn(ref, aws).put(name, policyText(after));
      else await absentOn(NO_SUCH_ENTITY, () => callsOn(ref, aws).delete(name));
    },
  }),
  effectOf(setDefaultPolicyVersion, {
    permissions: { 'iam:SetDefaultPolicyVersion': POLICIES },
    async apply(ref, { after }, aws) {
      const PolicyArn = iamEntity.arn?.(ref);
      await aws.client(IAMClient, ref).send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: after }));
    },
  }),
  effectOf(updateTrustPolicy, {
    permissions: { 'iam:UpdateAssumeRolePolicy': ROLES },
    async apply(ref, { after }, aws) {
      const PolicyDocument = policyText(writable(after));
      await aws
        .client(IAMClient, ref)
        .send(new UpdateAssumeRolePolicyCommand({ RoleName: nameOf(ref.id), PolicyDocument }));
    },
  }),
];

interface Calls {
  attach(PolicyArn: string): Promise<unknown>;
  detach(PolicyArn: string): Promise<unknown>;
  put(PolicyName: string, PolicyDocument: string): Promise<unknown>;
  delete(PolicyName: string): Promise<unknown>;
}

const CALLS: Readonly<Record<string, (iam: IAMClient, name: string) => Calls>> = {
  user: (iam, UserName) => ({
    attach: (PolicyArn) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
    detach: (PolicyArn) => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
    put: (PolicyName, PolicyDocument) => iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
    delete: (PolicyName) => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
  }),
  group: (iam, GroupName) => ({
    attach: (PolicyArn) => iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn })),
    detach: (PolicyArn) => iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
    put: (PolicyName, PolicyDocument) => iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument })),
    delete: (PolicyName) => iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
  }),
  role: (iam, RoleName) => ({
    attach: (PolicyArn) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
    detach: (PolicyArn) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
    put: (PolicyName, PolicyDocument) => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
    delete: (PolicyName) => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
  }),
};

/** The calls to change a user, a group or a role. */
function callsOn(ref: Ref, aws: Aws): Calls {
  const calls = CALLS[ref.id.slice(0, ref.id.indexOf('/'))];
  if (!calls) throw new Error(`${ref.id} cannot hold policies`);
  return calls(aws.client(IAMClient, ref), nameOf(ref.id));
}
