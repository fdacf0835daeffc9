// Written by `npm run generate`. Do not edit.
import eksAdminAccessGranted from '../../shared/rules/eks/eks-admin-access-granted.ts';

export { eksAccess as kind } from '../../shared/resources/eks-access/kind.ts';
export default [eksAdminAccessGranted];
