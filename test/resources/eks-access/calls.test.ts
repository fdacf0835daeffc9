import {
  AssociateAccessPolicyCommand,
  DescribeClusterCommand,
  DisassociateAccessPolicyCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListAssociatedAccessPoliciesCommand,
  ListClustersCommand,
} from '@aws-sdk/client-eks';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { associateAccessPolicy, disassociateAccessPolicy } from '../../../shared/resources/eks-access/actions.ts';
import eksAccess from '../../../shared/resources/eks-access/reader.ts';
import { applyAction, listed, PLACE, refOn } from '../../support/aws.ts';
import { awsError } from '../../support/mend.ts';

const ADMIN = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
const jane = `arn:aws:iam::${PLACE.account}:role/jane`;
const ops = `arn:aws:iam::${PLACE.account}:role/ops`;

describe('access to an EKS cluster: calls that moto does not have, with doubles of the SDK', () => {
  const aws = createAws();
  const client = mockClient(aws.client(EKSClient, PLACE));
  const ref = refOn(eksAccess, 'shop');
  beforeEach(() => client.reset());
  afterAll(() => client.restore());

  test('the access policies of every page of entries are read', async () => {
    client
      .on(DescribeClusterCommand)
      .resolves({ cluster: { accessConfig: { authenticationMode: 'API' }, tags: { team: 'shop' } } });
    client
      .on(ListAccessEntriesCommand)
      .resolves({ accessEntries: [ops], nextToken: 'next' })
      .on(ListAccessEntriesCommand, { nextToken: 'next' })
      .resolves({ accessEntries: [jane, 'gone'] });
    client
      .on(ListAssociatedAccessPoliciesCommand, { principalArn: ops })
      .resolves({ associatedAccessPolicies: [{ policyArn: ADMIN, accessScope: { type: 'cluster', namespaces: [] } }] })
      .on(ListAssociatedAccessPoliciesCommand, { principalArn: jane })
      .resolves({
        associatedAccessPolicies: [{ policyArn: ADMIN, accessScope: { type: 'namespace', namespaces: ['shop'] } }],
      })
      .on(ListAssociatedAccessPoliciesCommand, { principalArn: 'gone' })
      .rejects(awsError('ResourceNotFoundException'));
    let tags = {};
    const state = await eksAccess.read(ref, aws, (found) => {
      tags = found;
    });
    expect(state).toEqual({
      grants: {
        items: [
          { principal: jane, policy: ADMIN, namespaces: ['shop'] },
          { principal: ops, policy: ADMIN },
        ],
        complete: true,
      },
    });
    expect(tags).toEqual({ team: 'shop' });
  });

  test('a cluster without access entries is asked for none', async () => {
    client.on(DescribeClusterCommand).resolves({ cluster: { accessConfig: { authenticationMode: 'CONFIG_MAP' } } });
    expect(await eksAccess.read(ref, aws)).toEqual({ grants: { items: [], complete: true } });
    expect(client.commandCalls(ListAccessEntriesCommand)).toEqual([]);
  });

  test('a cluster that is deleted is gone, and a call that is denied proves nothing', async () => {
    client.on(DescribeClusterCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await eksAccess.read(ref, aws)).toBe(GONE);
    client.on(DescribeClusterCommand).rejects(awsError('AccessDeniedException'));
    await expect(eksAccess.read(ref, aws)).rejects.toThrow('AccessDenied');
    client.on(DescribeClusterCommand).resolves({ cluster: { accessConfig: { authenticationMode: 'API' } } });
    client.on(ListAccessEntriesCommand).rejects(awsError('AccessDeniedException'));
    await expect(eksAccess.read(ref, aws)).rejects.toThrow('AccessDenied');
  });

  test('a policy is taken and given back with its scope; what is taken already is no failure', async () => {
    client.on(DisassociateAccessPolicyCommand).resolvesOnce({}).rejects(awsError('ResourceNotFoundException'));
    client.on(AssociateAccessPolicyCommand).resolves({});
    const action = disassociateAccessPolicy({ principal: jane, policy: ADMIN });
    await applyAction(ref, action, aws);
    await applyAction(ref, action, aws);
    await applyAction(ref, disassociateAccessPolicy.inverse(action.params), aws);
    await applyAction(ref, associateAccessPolicy({ principal: jane, policy: ADMIN, namespaces: ['shop'] }), aws);
    const named = { clusterName: 'shop', principalArn: jane, policyArn: ADMIN };
    expect(client.calls().map(({ args: [command] }) => command.input)).toEqual([
      named,
      named,
      { ...named, accessScope: { type: 'cluster' } },
      { ...named, accessScope: { type: 'namespace', namespaces: ['shop'] } },
    ]);
  });

  test('every page is listed', async () => {
    client
      .on(ListClustersCommand)
      .resolves({ clusters: ['one'], nextToken: 'next' })
      .on(ListClustersCommand, { nextToken: 'next' })
      .resolves({ clusters: ['two'] });
    expect(await listed(eksAccess, aws)).toEqual(['one', 'two']);
  });
});
