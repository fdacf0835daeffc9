// Written by `npm run generate`. Do not edit.
import type { AnyActionType } from '../shared/core/action.ts';
import * as ami from '../shared/actions/ami.ts';
import * as clientVpnEndpoint from '../shared/actions/client-vpn-endpoint.ts';
import * as cloudtrailTrail from '../shared/actions/cloudtrail-trail.ts';
import * as ebsAccountDefaults from '../shared/actions/ebs-account-defaults.ts';
import * as ebsSnapshot from '../shared/actions/ebs-snapshot.ts';
import * as iamAccount from '../shared/actions/iam-account.ts';
import * as iamEntity from '../shared/actions/iam-entity.ts';
import * as kmsKey from '../shared/actions/kms-key.ts';
import * as lambdaFunction from '../shared/actions/lambda-function.ts';
import * as logGroup from '../shared/actions/log-group.ts';
import * as monitorPart from '../shared/actions/monitor-part.ts';
import * as rdsDatabase from '../shared/actions/rds-database.ts';
import * as rdsSnapshot from '../shared/actions/rds-snapshot.ts';
import * as routeTable from '../shared/actions/route-table.ts';
import * as s3Account from '../shared/actions/s3-account.ts';
import * as s3Bucket from '../shared/actions/s3-bucket.ts';
import * as securityGroup from '../shared/actions/security-group.ts';
import * as vpc from '../shared/actions/vpc.ts';

const members: readonly unknown[] = [...Object.values(ami), ...Object.values(clientVpnEndpoint), ...Object.values(cloudtrailTrail), ...Object.values(ebsAccountDefaults), ...Object.values(ebsSnapshot), ...Object.values(iamAccount), ...Object.values(iamEntity), ...Object.values(kmsKey), ...Object.values(lambdaFunction), ...Object.values(logGroup), ...Object.values(monitorPart), ...Object.values(rdsDatabase), ...Object.values(rdsSnapshot), ...Object.values(routeTable), ...Object.values(s3Account), ...Object.values(s3Bucket), ...Object.values(securityGroup), ...Object.values(vpc)];

function isActionType(member: unknown): member is AnyActionType {
  return typeof member === 'function' && 'undoneBy' in member;
}

/** Every action there is, by its type. */
export const actionTypes: ReadonlyMap<string, AnyActionType> = new Map(
  members.filter(isActionType).map((type) => [type.type as string, type]),
);
