// Written by `npm run generate`. Do not edit.
import subnetAutoAssignPublicIp from '../../shared/rules/vpc/subnet-auto-assign-public-ip.ts';

export { subnet as kind } from '../../shared/resources/subnet/kind.ts';
export default [subnetAutoAssignPublicIp];
