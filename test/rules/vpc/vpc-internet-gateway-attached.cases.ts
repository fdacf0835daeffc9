import rule from '../../../shared/rules/vpc/vpc-internet-gateway-attached.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const blank = { flowLogs: { items: [], complete: false }, deletedFlowLogs: [] };
const call = (
  name: string,
  at: string,
  request: object = { internetGatewayId: 'igw-0aaa0000', vpcId: 'vpc-0aaa0000' },
) => trailRecord(`ec2:${name}`, { at, request, response: { _return: true } });
const created = (name: string, at: string) =>
  trailRecord(`ec2:${name}`, { at, response: { vpc: { vpcId: 'vpc-0aaa0000' } } });

export default casesOf(rule, {
  compliant: [
    { name: 'no gateway', state: { ...blank, internetGateway: null } },
    {
      name: 'a VPC that is public on purpose',
      id: 'vpc-0aaa0000',
      state: { ...blank, internetGateway: 'igw-0aaa0000' },
      options: { publicVpcs: ['vpc-0aaa0000'] },
    },
  ],
  drifted: [
    {
      name: 'a gateway attached',
      state: { ...blank, internetGateway: 'igw-0aaa0000' },
      violations: [{ message: 'attached', path: 'igw-0aaa0000', data: { gateway: 'igw-0aaa0000' } }],
      plan: [{ type: 'vpc.detach-internet-gateway', params: { gateway: 'igw-0aaa0000' } }],
    },
  ],
  unknown: [{ name: 'no event showed a gateway', state: blank }],
  events: [
    {
      name: 'attached to a new VPC and detached again',
      events: [
        created('CreateVpc', '2026-03-02T09:00:00Z'),
        call('AttachInternetGateway', '2026-03-02T09:00:00Z'),
        call('DetachInternetGateway', '2026-03-02T09:30:00Z'),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'vpc-0aaa0000',
    },
    {
      name: 'the VPC deleted ends it',
      events: [
        call('AttachInternetGateway', '2026-03-02T09:00:00Z'),
        call('DeleteVpc', '2026-03-02T09:30:00Z', { vpcId: 'vpc-0aaa0000' }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a default VPC, of whose gateway the event shows nothing',
      events: [created('CreateDefaultVpc', '2026-03-02T09:00:00Z')],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('ec2:AttachInternetGateway', {
          request: { vpcId: 'vpc-0aaa0000' },
          errorCode: 'Client.UnauthorizedOperation',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no VPC',
      events: [call('DetachInternetGateway', '2026-03-02T09:00:00Z', {})],
      transitions: [],
      unreadable: /names no VPC/,
    },
    {
      name: 'a call that names no gateway',
      events: [call('AttachInternetGateway', '2026-03-02T09:00:00Z', { vpcId: 'vpc-0aaa0000' })],
      transitions: [],
      unreadable: /names no internet gateway/,
    },
  ],
});
