import {
  type AuthorizationRule,
  AuthorizeClientVpnIngressCommand,
  type ClientVpnRoute,
  CreateClientVpnRouteCommand,
  DeleteClientVpnRouteCommand,
  DescribeClientVpnAuthorizationRulesCommand,
  DescribeClientVpnEndpointsCommand,
  DescribeClientVpnRoutesCommand,
  EC2Client,
  RevokeClientVpnIngressCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import {
  authorizeClientVpnIngress,
  createClientVpnRoute,
  deleteClientVpnRoute,
  revokeClientVpnIngress,
} from '../../../shared/resources/client-vpn-endpoint/actions.ts';
import reader from '../../../shared/resources/client-vpn-endpoint/reader.ts';
import internetAuthorization from '../../../shared/rules/vpc/client-vpn-internet-authorization.ts';
import internetRoute from '../../../shared/rules/vpc/client-vpn-internet-route.ts';
import { applyAction, expectConforming, listed, PLACE, refOn } from '../../support/aws.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const ENDPOINT = 'cvpn-endpoint-0123456789abcdef0';
const GROUP = 'S-1-5-21-1-2-3-512';
const ROUTE = { destination: '10.2.0.0/16', subnet: 'subnet-1', description: 'Offices' };
const RULE = { destination: '10.2.0.0/16', group: GROUP, description: 'Offices' };

const aws = createAws();
const ref = refOn(reader, ENDPOINT);
const ec2 = mockClient(aws.client(EC2Client, PLACE));
let routes: readonly ClientVpnRoute[] = [];
let rules: readonly AuthorizationRule[] = [];

/** EC2 answers page by page: here with one item on each. */
function onPage<T>(items: readonly T[], token = '0') {
  const next = Number(token) + 1;
  return { items: items.slice(next - 1, next), token: next < items.length ? { NextToken: `${next}` } : {} };
}

function isRoute(to: string | undefined, subnet: string | undefined): (route: ClientVpnRoute) => boolean {
  return ({ DestinationCidr, TargetSubnet }) => DestinationCidr === to && TargetSubnet === subnet;
}

function isRule(to: string | undefined, group = ''): (rule: AuthorizationRule) => boolean {
  return ({ DestinationCidr, GroupId }) => DestinationCidr === to && GroupId === group;
}

/** As the API's reference says that EC2 answers. */
function playClientVpn(): void {
  const AuthenticationOptions = [{ Type: 'federated-authentication' as const }];
  ec2.on(DescribeClientVpnEndpointsCommand).resolves({
    ClientVpnEndpoints: [{ ClientVpnEndpointId: ENDPOINT, Status: { Code: 'available' }, AuthenticationOptions }],
  });
  ec2.on(DescribeClientVpnRoutesCommand, { ClientVpnEndpointId: ENDPOINT }).callsFake(({ NextToken }) => {
    const { items, token } = onPage(routes, NextToken);
    return { Routes: items, ...token };
  });
  ec2.on(DescribeClientVpnAuthorizationRulesCommand, { ClientVpnEndpointId: ENDPOINT }).callsFake(({ NextToken }) => {
    const { items, token } = onPage(rules, NextToken);
    return { AuthorizationRules: items, ...token };
  });
  ec2.on(CreateClientVpnRouteCommand).callsFake((input) => {
    const { DestinationCidrBlock: DestinationCidr, TargetVpcSubnetId: TargetSubnet, Description = '' } = input;
    if (routes.some(isRoute(DestinationCidr, TargetSubnet))) throw awsError('InvalidClientVpnDuplicateRoute');
    routes = [...routes, { DestinationCidr, TargetSubnet, Description, Origin: 'add-route' }];
  });
  ec2.on(DeleteClientVpnRouteCommand).callsFake(({ DestinationCidrBlock, TargetVpcSubnetId }) => {
    const gone = isRoute(DestinationCidrBlock, TargetVpcSubnetId);
    if (!routes.some(gone)) throw awsError('InvalidClientVpnRouteNotFound');
    routes = routes.filter((route) => !gone(route));
  });
  ec2.on(AuthorizeClientVpnIngressCommand).callsFake((input) => {
    const { TargetNetworkCidr: DestinationCidr, AccessGroupId: GroupId = '', AuthorizeAllGroups, Description } = input;
    if (!GroupId && !AuthorizeAllGroups) throw awsError('MissingParameter');
    if (rules.some(isRule(DestinationCidr, GroupId))) throw awsError('InvalidClientVpnDuplicateAuthorizationRule');
    rules = [...rules, { DestinationCidr, GroupId, AccessAll: !GroupId, Description: Description ?? '' }];
  });
  ec2.on(RevokeClientVpnIngressCommand).callsFake(({ TargetNetworkCidr, AccessGroupId = '', RevokeAllGroups }) => {
    if (!AccessGroupId && !RevokeAllGroups) throw awsError('MissingParameter');
    const gone = isRule(TargetNetworkCidr, AccessGroupId);
    if (!rules.some(gone)) throw awsError('InvalidClientVpnEndpointAuthorizationRuleNotFound');
    rules = rules.filter((rule) => !gone(rule));
  });
}

describe('Client VPN endpoints (calls mocked: moto has no Client VPN)', () => {
  beforeEach(() => {
    ec2.reset();
    routes = [{ DestinationCidr: '10.1.0.0/16', TargetSubnet: 'subnet-1', Origin: 'associate' }];
    rules = [{ DestinationCidr: '10.1.0.0/16', GroupId: GROUP, AccessAll: false }];
    playClientVpn();
  });

  test('every page of routes and rules, but what is made with an association or about to go', async () => {
    const [going, revoking] = [{ Status: { Code: 'deleting' } }, { Status: { Code: 'revoking' } }] as const;
    routes = [
      ...routes,
      { DestinationCidr: '10.4.0.0/16', TargetSubnet: 'local', Origin: 'add-route' },
      { DestinationCidr: '10.3.0.0/16', TargetSubnet: 'subnet-1', Origin: 'add-route', ...going },
      { DestinationCidr: '10.2.0.0/16', TargetSubnet: 'subnet-1', Origin: 'add-route', Description: 'Offices' },
    ];
    rules = [
      ...rules,
      { DestinationCidr: '10.2.0.0/16', GroupId: GROUP, ...revoking },
      { DestinationCidr: '10.1.0.0/16', GroupId: '', AccessAll: true },
    ];
    expect(await reader.read(ref, aws)).toEqual({
      authentication: ['federated-authentication'],
      routes: { items: [ROUTE, { destination: '10.4.0.0/16', subnet: 'local' }], complete: true },
      authorizations: {
        items: [
          { destination: '10.1.0.0/16', group: null },
          { destination: '10.1.0.0/16', group: GROUP },
        ],
        complete: true,
      },
    });
  });

  test.each([ROUTE, { destination: '::/0', subnet: 'subnet-1' }, { destination: '10.2.0.0/16' }])(
    'a route to $destination through $subnet comes and goes',
    async (route) => {
      await expectConforming(reader, ref, createClientVpnRoute(route), aws);
      await applyAction(ref, createClientVpnRoute(route), aws);
      await expectConforming(reader, ref, deleteClientVpnRoute(route), aws);
    },
  );

  test.each([RULE, { destination: '10.1.0.0/16', group: null }])(
    'access of group $group to $destination comes and goes',
    async (rule) => {
      await expectConforming(reader, ref, authorizeClientVpnIngress(rule), aws);
      await applyAction(ref, authorizeClientVpnIngress(rule), aws);
      await expectConforming(reader, ref, revokeClientVpnIngress(rule), aws);
    },
  );

  test('exactly what is wrong is asked for', async () => {
    await applyAction(ref, deleteClientVpnRoute(ROUTE), aws);
    await applyAction(ref, revokeClientVpnIngress({ ...RULE, group: null }), aws);
    const sent = ec2.calls().map(({ args }) => args[0].input as unknown);
    expect(sent).toEqual([
      { ClientVpnEndpointId: ENDPOINT, DestinationCidrBlock: '10.2.0.0/16', TargetVpcSubnetId: 'subnet-1' },
      { ClientVpnEndpointId: ENDPOINT, TargetNetworkCidr: '10.2.0.0/16', RevokeAllGroups: true },
    ]);
  });

  test('a route and rules to the internet are found and taken away', async () => {
    await applyAction(ref, createClientVpnRoute({ destination: '0.0.0.0/0', subnet: 'subnet-1' }), aws);
    await expectMended(internetRoute, reader, ref, aws);
    await applyAction(ref, authorizeClientVpnIngress({ destination: '0.0.0.0/0', group: null }), aws);
    await applyAction(ref, authorizeClientVpnIngress({ destination: '0.0.0.0/0', group: GROUP }), aws);
    await expectMended(internetAuthorization, reader, ref, aws);
  });

  test.each([
    [deleteClientVpnRoute(ROUTE), DeleteClientVpnRouteCommand],
    [createClientVpnRoute(ROUTE), CreateClientVpnRouteCommand],
    [revokeClientVpnIngress(RULE), RevokeClientVpnIngressCommand],
    [authorizeClientVpnIngress(RULE), AuthorizeClientVpnIngressCommand],
  ])('$type of an endpoint that is gone fails', async (action, command) => {
    ec2.on(command as typeof DeleteClientVpnRouteCommand).rejects(awsError('InvalidClientVpnEndpointId.NotFound'));
    await expect(applyAction(ref, action, aws)).rejects.toThrow('InvalidClientVpnEndpointId.NotFound');
  });

  test.each(['deleting', 'deleted'] as const)('an endpoint that is %s is gone, and not listed', async (Code) => {
    expect(await listed(reader, aws)).toEqual([ENDPOINT]);
    const ClientVpnEndpoints = [{ ClientVpnEndpointId: ENDPOINT, Status: { Code } }];
    ec2.on(DescribeClientVpnEndpointsCommand).resolves({ ClientVpnEndpoints });
    expect(await reader.read(ref, aws)).toBe(GONE);
    expect(await listed(reader, aws)).toEqual([]);
  });

  test('an endpoint that is not there is gone', async () => {
    ec2.on(DescribeClientVpnRoutesCommand).rejects(awsError('InvalidClientVpnEndpointId.NotFound'));
    expect(await reader.read(ref, aws)).toBe(GONE);
  });

  test.each([
    DescribeClientVpnEndpointsCommand,
    DescribeClientVpnRoutesCommand,
    DescribeClientVpnAuthorizationRulesCommand,
  ])('a call that is denied proves nothing: %o', async (command) => {
    ec2.on(command as typeof DescribeClientVpnRoutesCommand).rejects(awsError('UnauthorizedOperation'));
    await expect(reader.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
  });

  test('every page of endpoints', async () => {
    ec2
      .on(DescribeClientVpnEndpointsCommand)
      .resolves({ ClientVpnEndpoints: [{ ClientVpnEndpointId: 'cvpn-endpoint-1' }], NextToken: 'more' })
      .on(DescribeClientVpnEndpointsCommand, { NextToken: 'more' })
      .resolves({ ClientVpnEndpoints: [{ ClientVpnEndpointId: 'cvpn-endpoint-2' }] });
    expect(await listed(reader, aws)).toEqual(['cvpn-endpoint-1', 'cvpn-endpoint-2']);
  });
});
