// Written by `npm run generate`. Do not edit.
import clientVpnInternetAuthorization from '../../shared/rules/vpc/client-vpn-internet-authorization.ts';
import clientVpnInternetRoute from '../../shared/rules/vpc/client-vpn-internet-route.ts';

export { clientVpnEndpoint as kind } from '../../shared/resources/client-vpn-endpoint/kind.ts';
export default [clientVpnInternetAuthorization, clientVpnInternetRoute];
