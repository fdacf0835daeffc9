import { randomUUID } from 'node:crypto';
import { ACMClient, RequestCertificateCommand } from '@aws-sdk/client-acm';
import { CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Aws } from '../../shared/aws/clients.ts';
import type { Place } from '../../shared/aws/reader.ts';
import { listenerIdIn } from '../../shared/resources/elb-listener/kind.ts';

/** A name that no other test takes: test files on other workers share moto's one account. */
const ownName = () => `web-${randomUUID().slice(0, 8)}`;

/** The ARN of a new Application Load Balancer on moto. */
export async function makeLoadBalancer(aws: Aws, place: Place): Promise<string> {
  const ec2 = aws.client(EC2Client, place);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }));
  const made = await Promise.all(
    ['a', 'b'].map((zone, index) =>
      ec2.send(
        new CreateSubnetCommand({
          VpcId: Vpc?.VpcId,
          CidrBlock: `10.7.${index}.0/24`,
          AvailabilityZone: `${place.region}${zone}`,
        }),
      ),
    ),
  );
  const { LoadBalancers } = await aws.client(ElasticLoadBalancingV2Client, place).send(
    new CreateLoadBalancerCommand({
      Name: ownName(),
      Subnets: made.flatMap(({ Subnet }) => Subnet?.SubnetId ?? []),
    }),
  );
  return LoadBalancers?.[0]?.LoadBalancerArn ?? '';
}

/** The id of a new listener of a new load balancer, which forwards to a target group: for HTTP beside one for HTTPS. */
export async function makeListener(
  aws: Aws,
  place: Place,
  protocol: 'HTTP' | 'HTTPS',
  policy?: string,
): Promise<string> {
  const client = aws.client(ElasticLoadBalancingV2Client, place);
  const LoadBalancerArn = await makeLoadBalancer(aws, place);
  const { TargetGroups } = await client.send(new CreateTargetGroupCommand({ Name: ownName(), TargetType: 'lambda' }));
  const { CertificateArn } = await aws
    .client(ACMClient, place)
    .send(new RequestCertificateCommand({ DomainName: 'example.com' }));
  const shared = {
    LoadBalancerArn,
    DefaultActions: [{ Type: 'forward' as const, TargetGroupArn: TargetGroups?.[0]?.TargetGroupArn }],
  };
  const https = await client.send(
    new CreateListenerCommand({
      ...shared,
      Protocol: 'HTTPS',
      Port: 443,
      Certificates: [{ CertificateArn }],
      SslPolicy: policy,
    }),
  );
  const http = await client.send(new CreateListenerCommand({ ...shared, Protocol: 'HTTP', Port: 80 }));
  return listenerIdIn((protocol === 'HTTP' ? http : https).Listeners?.[0]?.ListenerArn) ?? '';
}
