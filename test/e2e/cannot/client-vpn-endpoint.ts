const NO_ENDPOINTS = 'moto has no Client VPN endpoints';

export const CANNOT = { 'client-vpn.delete-route': NO_ENDPOINTS, 'client-vpn.revoke-ingress': NO_ENDPOINTS };
