import {
  type AuthorizationRule,
  DescribeClientVpnEndpointsCommand,
  EC2Client,
  type ClientVpnEndpoint as Ec2Endpoint,
  type ClientVpnRoute as Ec2Route,
  paginateDescribeClientVpnAuthorizationRules,
  paginateDescribeClientVpnRoutes,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { destinationOf } from '../common/destination.ts';
import {
  type ClientVpnAuthorization,
  type ClientVpnRoute,
  clientVpnAuthorizationKey,
  clientVpnEndpoint,
  clientVpnRouteKey,
} from './kind.ts';

const ENDPOINTS = 'ec2:{region}:{account}:client-vpn-endpoint/*';

export default defineReader(clientVpnEndpoint, {
  permissions: {
    read: {
      'ec2:DescribeClientVpnEndpoints': '*',
      'ec2:DescribeClientVpnRoutes': ENDPOINTS,
      'ec2:DescribeClientVpnAuthorizationRules': ENDPOINTS,
    },
    list: { 'ec2:DescribeClientVpnEndpoints': '*' },
  },
  async read(ref, aws, onTags) {
    const client = aws.client(EC2Client, ref);
    const request = { ClientVpnEndpointId: ref.id };
    const found = await absentOn('InvalidClientVpnEndpointId.NotFound', () =>
      Promise.all([
        client.send(new DescribeClientVpnEndpointsCommand({ ClientVpnEndpointIds: [ref.id] })),
        everyItem(paginateDescribeClientVpnRoutes({ client }, request), ({ Routes }) => Routes),
        everyItem(
          paginateDescribeClientVpnAuthorizationRules({ client }, request),
          ({ AuthorizationRules }) => AuthorizationRules,
        ),
      ]),
    );
    if (!found) return GONE;
    const [{ ClientVpnEndpoints = [] }, routes, rules] = found;
    const endpoint = ClientVpnEndpoints.find(isThere);
    if (!endpoint) return GONE;
    onTags?.(tagsIn(endpoint.Tags));
    const authentication = (endpoint.AuthenticationOptions ?? []).flatMap(({ Type }) => Type ?? []);
    return {
      ...(authentication.length > 0 ? { authentication: inOrder(authentication, (type) => type) } : {}),
      routes: exactly(inOrder(routes.flatMap(routeIn), clientVpnRouteKey)),
      authorizations: exactly(inOrder(rules.flatMap(authorizationIn), clientVpnAuthorizationKey)),
    };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeClientVpnEndpointsCommand({ MaxResults: 1000, NextToken: from }));
    return page(
      (found.ClientVpnEndpoints ?? []).filter(isThere).map(({ ClientVpnEndpointId }) => ClientVpnEndpointId),
      found.NextToken,
    );
  },
});

/**
 * AWS returns deleted endpoints for some time. An endpoint in state `deleting` has no network and is never restored.
 */
function isThere({ Status }: Ec2Endpoint): boolean {
  return Status?.Code !== 'deleted' && Status?.Code !== 'deleting';
}

function routeIn({ DestinationCidr, TargetSubnet, Description, Origin, Status }: Ec2Route): ClientVpnRoute[] {
  // An association adds and removes the route to the VPC.
  if (!DestinationCidr || Origin === 'associate' || Status?.Code === 'deleting') return [];
  const subnet = TargetSubnet ? { subnet: TargetSubnet } : {};
  return [
    { destination: destinationOf(DestinationCidr), ...subnet, ...(Description ? { description: Description } : {}) },
  ];
}

function authorizationIn(rule: AuthorizationRule): ClientVpnAuthorization[] {
  const { DestinationCidr, GroupId, AccessAll, Description, Status } = rule;
  if (!DestinationCidr || Status?.Code === 'revoking') return [];
  const group = AccessAll || !GroupId ? null : GroupId;
  return [{ destination: destinationOf(DestinationCidr), group, ...(Description ? { description: Description } : {}) }];
}
