// Written by `npm run generate`. Do not edit.
import routeToInternetAdded from '../../shared/rules/vpc/route-to-internet-added.ts';

export { routeTable as kind } from '../../shared/resources/route-table/kind.ts';
export default [routeToInternetAdded];
