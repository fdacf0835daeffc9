const NO_ENTRIES = 'moto has no access entries';

export const UNCALLED = {
  'eks:ListAccessEntries': NO_ENTRIES,
  'eks:ListAssociatedAccessPolicies': NO_ENTRIES,
  'eks:AssociateAccessPolicy': NO_ENTRIES,
  'eks:DisassociateAccessPolicy': NO_ENTRIES,
};
