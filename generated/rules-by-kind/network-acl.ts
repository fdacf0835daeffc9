// Written by `npm run generate`. Do not edit.
import naclOpenAdminPorts from '../../shared/rules/vpc/nacl-open-admin-ports.ts';

export { networkAcl as kind } from '../../shared/resources/network-acl/kind.ts';
export default [naclOpenAdminPorts];
