import { DescribeRouteTablesCommand, EC2Client, type Route as Ec2Route } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE } from '../../core/kind.ts';
import { destinationIn, type Route, routeKey, routeTable, targetIn } from './kind.ts';

export default defineReader(routeTable, {
  permissions: { read: { 'ec2:DescribeRouteTables': '*' }, list: { 'ec2:DescribeRouteTables': '*' } },
  async read(ref, aws, onTags) {
    const found = await absentOn(['InvalidRouteTableID.NotFound', 'InvalidRouteTableId.Malformed'], () =>
      aws.client(EC2Client, ref).send(new DescribeRouteTablesCommand({ RouteTableIds: [ref.id] })),
    );
    const table = found?.RouteTables?.[0];
    if (!table) return GONE;
    onTags?.(tagsIn(table.Tags));
    const added = (table.Routes ?? []).filter(isAdded);
    const routes = added.flatMap(routeIn);
    return {
      ...(table.VpcId ? { vpc: table.VpcId } : {}),
      // A route with an unknown type of destination or target cannot be judged.
      routes: { items: inOrder(routes, routeKey), complete: routes.length === added.length },
    };
  },
  // AWS also lists tables of VPCs that another account shares. This account cannot change them.
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeRouteTablesCommand({ MaxResults: 100, NextToken: from }));
    return page(
      (found.RouteTables ?? []).flatMap(({ RouteTableId, OwnerId = place.account }) =>
        OwnerId === place.account ? [RouteTableId] : [],
      ),
      found.NextToken,
    );
  },
});

/** No event shows the routes that a gateway propagates or a route server advertises. */
function isAdded({ Origin }: Ec2Route): boolean {
  return Origin !== 'EnableVgwRoutePropagation' && Origin !== 'Advertisement';
}

function routeIn(route: Ec2Route): Route[] {
  const [destination, target] = [destinationIn(route), targetIn(route)];
  return destination && target ? [{ destination, target }] : [];
}
