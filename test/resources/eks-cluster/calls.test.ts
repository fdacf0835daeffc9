import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClusterCommand,
  DescribeUpdateCommand,
  EKSClient,
  ListClustersCommand,
  ListUpdatesCommand,
  UpdateClusterConfigCommand,
} from '@aws-sdk/client-eks';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putEndpoint, putLogTypes } from '../../../shared/resources/eks-cluster/actions.ts';
import eksCluster from '../../../shared/resources/eks-cluster/reader.ts';
import logging from '../../../shared/rules/eks/eks-audit-logging-off.ts';
import endpoint from '../../../shared/rules/eks/eks-endpoint-public.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { expectMended } from '../../support/mend.ts';

const OPEN = { endpointPublicAccess: true, endpointPrivateAccess: true, publicAccessCidrs: ['0.0.0.0/0'] };
const CLOSED = { endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: [] };

describeWithMoto('EKS cluster: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(EKSClient, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const name = `reader-${count}`;
    const roleArn = `arn:aws:iam::${PLACE.account}:role/cluster`;
    await client.send(new CreateClusterCommand({ name, roleArn, resourcesVpcConfig: { subnetIds: ['s-1'], ...OPEN } }));
    return name;
  }

  test('a new one is read', async () => {
    expect(await eksCluster.read(refOn(eksCluster, await make()), aws)).toEqual({ ...OPEN, logTypes: [] });
  });

  test('is changed as the actions say, and back', async () => {
    const ref = refOn(eksCluster, await make());
    await expectConforming(eksCluster, ref, putEndpoint({ before: OPEN, after: CLOSED }), aws);
    await expectConforming(eksCluster, ref, putLogTypes({ before: [], after: ['api', 'audit'] }), aws);
  });

  test('a cluster that is open and logs nothing is found and mended', async () => {
    const ref = refOn(eksCluster, await make());
    await expectMended(endpoint, eksCluster, ref, aws);
    await expectMended(logging, eksCluster, ref, aws);
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(eksCluster, await make());
    expect(await listed(eksCluster, aws)).toContain(ref.id);
    await client.send(new DeleteClusterCommand({ name: ref.id }));
    expect(await eksCluster.read(ref, aws)).toBe(GONE);
    expect(await listed(eksCluster, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(eksCluster, refOn(eksCluster, await make()), motoAws());
  });
});

describe('EKS cluster: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(EKSClient, PLACE));
  const ref = refOn(eksCluster, 'shop');
  beforeEach(() => client.reset());
  afterAll(() => client.restore());

  const updating = (params: readonly { type: 'PublicAccessCidrs' | 'ClusterLogging'; value: string }[]) => {
    client.on(DescribeClusterCommand).resolves({
      cluster: { name: 'shop', status: 'UPDATING', resourcesVpcConfig: { ...OPEN }, tags: { team: 'shop' } },
    });
    client.on(ListUpdatesCommand).resolves({ updateIds: ['old', 'new'] });
    client
      .on(DescribeUpdateCommand, { updateId: 'old' })
      .resolves({ update: { status: 'Successful', params: [{ type: 'EndpointPublicAccess', value: 'false' }] } });
    client
      .on(DescribeUpdateCommand, { updateId: 'new' })
      .resolves({ update: { status: 'InProgress', params: [...params] } });
  };

  test('an update that is going on is seen as it will end', async () => {
    updating([{ type: 'PublicAccessCidrs', value: '["192.0.2.0/24","198.51.100.0/24"]' }]);
    expect(await eksCluster.read(ref, aws)).toEqual({
      ...OPEN,
      publicAccessCidrs: ['192.0.2.0/24', '198.51.100.0/24'],
      logTypes: [],
    });
    updating([{ type: 'ClusterLogging', value: '{"clusterLogging":[{"types":["audit"],"enabled":true}]}' }]);
    expect(await eksCluster.read(ref, aws)).toEqual({ ...OPEN, logTypes: ['audit'] });
  });

  test('its tags are shown', async () => {
    updating([]);
    let tags = {};
    await eksCluster.read(ref, aws, (found) => {
      tags = found;
    });
    expect(tags).toEqual({ team: 'shop' });
  });

  test('no update is asked for that changes nothing, which AWS refuses', async () => {
    client.on(DescribeClusterCommand).resolves({
      cluster: {
        status: 'ACTIVE',
        resourcesVpcConfig: {
          endpointPublicAccess: false,
          endpointPrivateAccess: true,
          publicAccessCidrs: ['0.0.0.0/0'],
        },
        logging: { clusterLogging: [{ types: ['audit'], enabled: true }] },
      },
    });
    await applyAction(ref, putEndpoint({ before: OPEN, after: CLOSED }), aws);
    await applyAction(ref, putLogTypes({ before: [], after: ['audit'] }), aws);
    expect(client.commandCalls(UpdateClusterConfigCommand)).toEqual([]);
    client.on(UpdateClusterConfigCommand).resolves({});
    await applyAction(ref, putLogTypes({ before: ['audit'], after: ['api'] }), aws);
    expect(client.commandCalls(UpdateClusterConfigCommand)[0]?.args[0].input).toEqual({
      name: 'shop',
      logging: {
        clusterLogging: [
          { types: ['api'], enabled: true },
          { types: ['audit'], enabled: false },
        ],
      },
    });
  });

  test('every page is listed', async () => {
    client
      .on(ListClustersCommand)
      .resolves({ clusters: ['one'], nextToken: 'next' })
      .on(ListClustersCommand, { nextToken: 'next' })
      .resolves({ clusters: ['two'] });
    expect(await listed(eksCluster, aws)).toEqual(['one', 'two']);
  });
});
