import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import { managementEventsIn } from '../../shared/resources/cloudtrail-trail/selectors.ts';
import { type Check, warning } from './checks.ts';

const WITHOUT = 'Until there is one, changes are found by sweeps only, hours later and without who made them';

/**
 * Whether a trail records the management events of the region that write. EventBridge gets CloudTrail's events only there.
 * Trails of other regions and of the organisation are among those that AWS names.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_DescribeTrails.html
 */
export const trail: Check = {
  what: 'Whether a trail records changes',
  async look({ region }, config) {
    const client = new CloudTrailClient(config);
    const { trailList = [] } = await client.send(new DescribeTrailsCommand({ includeShadowTrails: true }));
    if (trailList.length === 0)
      return [warning(`There is no CloudTrail trail in ${region}. ${WITHOUT}: aws cloudtrail create-trail.`)];
    const all = await Promise.all(trailList.map(({ TrailARN, Name }) => recordedBy(client, TrailARN ?? Name ?? '')));
    const logging = all.filter(({ logs }) => logs);
    if (logging.length === 0)
      return [warning(`No trail in ${region} is logging. ${WITHOUT}: aws cloudtrail start-logging.`)];
    const writing = logging.filter(({ events }) => events?.included && events.readWrite !== 'ReadOnly');
    if (writing.length === 0)
      return [warning(`No trail in ${region} records management events that write. ${WITHOUT}.`)];
    const missing = writing.map(({ events }) => events?.excludedSources ?? []);
    const nowhere = (missing[0] ?? []).filter((source) => missing.every((each) => each.includes(source)));
    return nowhere.map((source) =>
      warning(
        `No trail in ${region} records the events of ${source}. Changes there are found by sweeps only; docs/deploy.md says which rules that concerns.`,
      ),
    );
  },
};

async function recordedBy(client: CloudTrailClient, arn: string) {
  const [{ IsLogging }, selectors] = await Promise.all([
    client.send(new GetTrailStatusCommand({ Name: arn })),
    client.send(new GetEventSelectorsCommand({ TrailName: arn })),
  ]);
  // A trail without selectors records all management events.
  return {
    logs: IsLogging === true,
    events: managementEventsIn(selectors) ?? { included: true, readWrite: 'All' as const, excludedSources: [] },
  };
}
