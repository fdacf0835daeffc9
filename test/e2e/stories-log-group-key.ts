const NO_KEYS = 'moto has no calls for the keys of log groups: test/resources/log-group holds them against doubles';
export const UNCALLED = { 'logs:AssociateKmsKey': NO_KEYS, 'logs:DisassociateKmsKey': NO_KEYS };
