import {
  CreateNetworkAclCommand,
  CreateVpcCommand,
  DeleteNetworkAclCommand,
  DescribeNetworkAclsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { exactly } from '../../../shared/core/listing.ts';
import { createAclEntry } from '../../../shared/resources/network-acl/actions.ts';
import networkAcl from '../../../shared/resources/network-acl/reader.ts';
import rule from '../../../shared/rules/vpc/nacl-open-admin-ports.ts';
import { describeWithMoto, listed, motoAws, PLACE } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';

const entry = { number: 100, allows: true, protocol: '-1', cidr: '0.0.0.0/0' };

describeWithMoto('network ACL: calls to AWS', () => {
  const client = motoAws().client(EC2Client, PLACE);
  callsOf(networkAcl, {
    async make() {
      const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }));
      const made = await client.send(new CreateNetworkAclCommand({ VpcId: Vpc?.VpcId }));
      return made.NetworkAcl?.NetworkAclId ?? '';
    },
    starts: { inbound: exactly([]) },
    does: [
      createAclEntry(entry),
      createAclEntry({ number: 90, allows: false, protocol: '6', cidr: '::/0', from: 22, to: 22 }),
    ],
    // moto fails where a rule is deleted that is not there.
    motoRepeats: false,
    mends: [[rule, createAclEntry(entry)]],
    remove: (NetworkAclId) => client.send(new DeleteNetworkAclCommand({ NetworkAclId })),
  });
});

describe('network ACL: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(EC2Client, PLACE));
  afterAll(() => client.restore());

  test('every page is listed, without those of subnets that another account shares', async () => {
    const foreign = { NetworkAclId: 'acl-3', OwnerId: '999988887777' };
    client
      .on(DescribeNetworkAclsCommand, { NextToken: undefined })
      .resolves({ NetworkAcls: [{ NetworkAclId: 'acl-1' }, foreign], NextToken: 'next' })
      .on(DescribeNetworkAclsCommand, { NextToken: 'next' })
      .resolves({ NetworkAcls: [{ NetworkAclId: 'acl-2' }] });
    expect(await listed(networkAcl, aws)).toEqual(['acl-1', 'acl-2']);
  });
});
