import { CreateNetworkAclCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Aws } from '../../shared/aws/clients.ts';
import { createAclEntry } from '../../shared/resources/network-acl/actions.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const RULE = 'nacl-open-admin-ports';
const ANY = { number: 100, allows: true, protocol: '-1', cidr: '0.0.0.0/0' };
const SSH = { ...ANY, protocol: '6', from: 22, to: 22 };

async function make(aws: Aws): Promise<string | undefined> {
  const client = aws.client(EC2Client, PLACE);
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.6.0.0/16' }));
  const made = await client.send(new CreateNetworkAclCommand({ VpcId: Vpc?.VpcId }));
  return made.NetworkAcl?.NetworkAclId;
}

const request = (networkAclId: string, parts: object) => ({
  networkAclId,
  ruleNumber: 100,
  egress: false,
  ruleAction: 'allow',
  cidrBlock: '0.0.0.0/0',
  ...parts,
});

export const STORIES: readonly ActionStory[] = [
  story('ec2.create-acl-entry', RULE, 'network-acl', {
    make,
    drift: () => [createAclEntry(ANY)],
    event: ({ id }) => ['ec2:CreateNetworkAclEntry', request(id, { aclProtocol: '-1' }), { _return: true }],
  }),
  story('ec2.delete-acl-entry', RULE, 'network-acl', {
    make,
    drift: () => [createAclEntry(SSH)],
    event: ({ id }) => [
      'ec2:CreateNetworkAclEntry',
      request(id, { aclProtocol: '6', portRange: { from: 22, to: 22 } }),
      { _return: true },
    ],
  }),
];
