import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Aws } from '../../shared/aws/clients.ts';
import { putIpv6, putPublicIpv4 } from '../../shared/resources/subnet/actions.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const RULE = 'subnet-auto-assign-public-ip';

async function make(aws: Aws): Promise<string | undefined> {
  const client = aws.client(EC2Client, PLACE);
  const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.8.0.0/16' }));
  const made = await client.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: '10.8.1.0/24' }));
  return made.Subnet?.SubnetId;
}

export const STORIES: readonly ActionStory[] = [
  story('ec2.put-public-ipv4-on-launch', RULE, 'subnet', {
    make,
    drift: () => [putPublicIpv4({ before: false, after: true })],
    event: ({ id }) => ['ec2:ModifySubnetAttribute', { subnetId: id, mapPublicIpOnLaunch: { value: true } }],
  }),
  story('ec2.put-ipv6-on-creation', RULE, 'subnet', {
    make,
    drift: () => [putIpv6({ before: false, after: true })],
    event: ({ id }) => ['ec2:ModifySubnetAttribute', { subnetId: id, assignIpv6AddressOnCreation: { value: true } }],
  }),
];
