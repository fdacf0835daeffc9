import {
  DeleteListenerCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putDefaultAction, putSslPolicy } from '../../../shared/resources/elb-listener/actions.ts';
import type { DefaultAction } from '../../../shared/resources/elb-listener/default-action.ts';
import type { ElbListener } from '../../../shared/resources/elb-listener/kind.ts';
import elbListener from '../../../shared/resources/elb-listener/reader.ts';
import rule from '../../../shared/rules/elb/elb-listener-insecure.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { makeListener } from '../../support/load-balancer.ts';
import { expectMended } from '../../support/mend.ts';

const OLD = 'ELBSecurityPolicy-2016-08';
const NEW = 'ELBSecurityPolicy-TLS13-1-2-2021-06';
const REDIRECT: DefaultAction = {
  type: 'redirect',
  protocol: 'HTTPS',
  port: '443',
  host: '#{host}',
  path: '/#{path}',
  query: '#{query}',
  statusCode: 'HTTP_301',
};

describeWithMoto('load balancer listener: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(ElasticLoadBalancingV2Client, PLACE);
  const make = async (protocol: 'HTTP' | 'HTTPS', policy?: string) =>
    refOn(elbListener, await makeListener(aws, PLACE, protocol, policy));

  test('is read, with the port for HTTPS of its load balancer', async () => {
    expect(await elbListener.read(await make('HTTP'), aws)).toMatchObject({
      protocol: 'HTTP',
      port: 80,
      sslPolicy: null,
      defaultAction: { type: 'forward', targetGroups: [{ weight: 1 }] },
      httpsPort: 443,
    });
    expect(await elbListener.read(await make('HTTPS', OLD), aws)).toEqual({
      protocol: 'HTTPS',
      port: 443,
      sslPolicy: OLD,
      defaultAction: null,
      httpsPort: 443,
    });
  });

  test('is changed as the actions say, and back', async () => {
    const ref = await make('HTTP');
    const { defaultAction } = (await elbListener.read(ref, aws)) as ElbListener;
    if (!defaultAction) expect.fail('no default action');
    await expectConforming(elbListener, ref, putDefaultAction({ before: defaultAction, after: REDIRECT }), aws);
    const tls = await make('HTTPS', OLD);
    await expectConforming(elbListener, tls, putSslPolicy({ before: OLD, after: NEW }), aws);
  });

  test('plain HTTP and an old security policy are found and mended', async () => {
    await expectMended(rule, elbListener, await make('HTTP'), aws);
    await expectMended(rule, elbListener, await make('HTTPS', OLD), aws);
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = await make('HTTP');
    expect(await listed(elbListener, aws)).toContain(ref.id);
    await client.send(new DeleteListenerCommand({ ListenerArn: elbListener.kind.arn?.(ref) }));
    expect(await elbListener.read(ref, aws)).toBe(GONE);
    expect(await listed(elbListener, aws)).not.toContain(ref.id);
  });

  test('one of a load balancer that does not exist is gone', async () => {
    expect(await elbListener.read(refOn(elbListener, 'app/none/1/2'), aws)).toBe(GONE);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(elbListener, await make('HTTP'), motoAws());
  });
});

describe('load balancer listener: answers that moto does not give', () => {
  const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:';

  test('every page of load balancers and of listeners is listed', async () => {
    const aws = createAws();
    const client = mockClient(aws.client(ElasticLoadBalancingV2Client, PLACE));
    const page = (name: string, NextMarker?: string) => ({
      LoadBalancers: [{ LoadBalancerArn: `${ARN}loadbalancer/app/${name}/1` }],
      NextMarker,
    });
    client.on(DescribeLoadBalancersCommand).resolves(page('one', 'more'));
    client.on(DescribeLoadBalancersCommand, { Marker: 'more' }).resolves(page('two'));
    const listener = (id: string, Port: number): Listener => ({
      ListenerArn: `${ARN}listener/${id}`,
      Protocol: 'HTTPS',
      Port,
    });
    client
      .on(DescribeListenersCommand, { LoadBalancerArn: `${ARN}loadbalancer/app/one/1` })
      .resolves({ Listeners: [listener('app/one/1/a', 9443)], NextMarker: 'next' })
      .on(DescribeListenersCommand, { LoadBalancerArn: `${ARN}loadbalancer/app/one/1`, Marker: 'next' })
      .resolves({ Listeners: [listener('app/one/1/b', 8443)] })
      .on(DescribeListenersCommand, { LoadBalancerArn: `${ARN}loadbalancer/app/two/1` })
      .resolves({ Listeners: [listener('app/two/1/c', 443)] });
    expect(await listed(elbListener, aws)).toEqual(['app/one/1/a', 'app/one/1/b', 'app/two/1/c']);
    expect(await elbListener.read(refOn(elbListener, 'app/one/1/a'), aws)).toMatchObject({ httpsPort: 8443 });
    client.restore();
  });

  test.each([
    [
      {
        type: 'forward',
        targetGroups: [
          { arn: 'one', weight: 3 },
          { arn: 'two', weight: 1 },
        ],
        stickySeconds: 60,
      },
      {
        Type: 'forward',
        ForwardConfig: {
          TargetGroups: [
            { TargetGroupArn: 'one', Weight: 3 },
            { TargetGroupArn: 'two', Weight: 1 },
          ],
          TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 60 },
        },
      },
    ],
    [
      { type: 'fixed-response', statusCode: '404', contentType: 'text/plain', body: 'no' },
      {
        Type: 'fixed-response',
        FixedResponseConfig: { StatusCode: '404', ContentType: 'text/plain', MessageBody: 'no' },
      },
    ],
  ] as const)('a default action is put in the words of the SDK: %j', async (action, sent) => {
    const aws = createAws();
    const client = mockClient(aws.client(ElasticLoadBalancingV2Client, PLACE));
    client.on(ModifyListenerCommand).resolves({});
    await applyAction(refOn(elbListener, 'app/one/1/a'), putDefaultAction({ before: REDIRECT, after: action }), aws);
    expect(client.commandCalls(ModifyListenerCommand)[0]?.args[0].input.DefaultActions).toEqual([sent]);
    client.restore();
  });
});
