const NO_ENTRIES = 'moto has no access entries';

export const CANNOT = {
  'eks.disassociate-access-policy': NO_ENTRIES,
  'eks.associate-access-policy': NO_ENTRIES,
};
