import {
  AuthorizeClientVpnIngressCommand,
  CreateClientVpnRouteCommand,
  DeleteClientVpnRouteCommand,
  EC2Client,
  RevokeClientVpnIngressCommand,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { effectOf } from '../../aws/effect.ts';
import type { Ref } from '../../core/ref.ts';
import {
  authorizeClientVpnIngress,
  createClientVpnRoute,
  deleteClientVpnRoute,
  revokeClientVpnIngress,
} from './actions.ts';
import type { ClientVpnAuthorization, ClientVpnRoute } from './kind.ts';

const ENDPOINTS = 'ec2:{region}:{account}:client-vpn-endpoint/*';
const SUBNETS = 'ec2:{region}:{account}:subnet/*';

export default [
  effectOf(deleteClientVpnRoute, {
    permissions: { 'ec2:DeleteClientVpnRoute': [ENDPOINTS, SUBNETS] },
    async apply(ref, route, aws) {
      await absentOn('InvalidClientVpnRouteNotFound', () =>
        aws.client(EC2Client, ref).send(new DeleteClientVpnRouteCommand(routeOf(ref, route))),
      );
    },
  }),
  effectOf(createClientVpnRoute, {
    permissions: { 'ec2:CreateClientVpnRoute': [ENDPOINTS, SUBNETS] },
    async apply(ref, route, aws) {
      await absentOn('InvalidClientVpnDuplicateRoute', () =>
        aws
          .client(EC2Client, ref)
          .send(new CreateClientVpnRouteCommand({ ...routeOf(ref, route), ...describedAs(route) })),
      );
    },
  }),
  effectOf(revokeClientVpnIngress, {
    permissions: { 'ec2:RevokeClientVpnIngress': ENDPOINTS },
    async apply(ref, rule, aws) {
      const whom = rule.group === null ? { RevokeAllGroups: true } : { AccessGroupId: rule.group };
      await absentOn('InvalidClientVpnEndpointAuthorizationRuleNotFound', () =>
        aws.client(EC2Client, ref).send(new RevokeClientVpnIngressCommand({ ...networkOf(ref, rule), ...whom })),
      );
    },
  }),
  effectOf(authorizeClientVpnIngress, {
    permissions: { 'ec2:AuthorizeClientVpnIngress': ENDPOINTS },
    async apply(ref, rule, aws) {
      const whom = rule.group === null ? { AuthorizeAllGroups: true } : { AccessGroupId: rule.group };
      const request = { ...networkOf(ref, rule), ...whom, ...describedAs(rule) };
      await absentOn('InvalidClientVpnDuplicateAuthorizationRule', () =>
        aws.client(EC2Client, ref).send(new AuthorizeClientVpnIngressCommand(request)),
      );
    },
  }),
];

function routeOf({ id }: Ref, { destination, subnet }: ClientVpnRoute) {
  return {
    ClientVpnEndpointId: id,
    DestinationCidrBlock: destination,
    ...(subnet ? { TargetVpcSubnetId: subnet } : {}),
  };
}

function networkOf({ id }: Ref, { destination }: ClientVpnAuthorization) {
  return { ClientVpnEndpointId: id, TargetNetworkCidr: destination };
}

function describedAs({ description }: { readonly description?: string }) {
  return description ? { Description: description } : {};
}
