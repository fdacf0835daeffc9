import { CloudFormationClient, paginateDescribeStacks, type Stack } from '@aws-sdk/client-cloudformation';
import { globalRegionOf } from '../../shared/core/ref.ts';
import { FORWARDS_TO } from '../forwarder-names.ts';
import { type Check, warning } from './checks.ts';

/** Whether another region has a deployment that judges the resources of global services, too. */
export const others: Check = {
  what: 'Whether another deployment judges global services',
  async look({ region, global }, config) {
    if (global === 'off') return [];
    const there = globalRegionOf(region);
    const client = new CloudFormationClient({ ...config, region: there });
    const regions: string[] = [];
    for await (const { Stacks = [] } of paginateDescribeStacks({ client }, {}))
      regions.push(...Stacks.flatMap((stack) => regionJudgedFrom(stack, there) ?? []));
    return [...new Set(regions)]
      .filter((other) => other !== region)
      .map((other) =>
        warning(
          `Plumbline in ${other} judges the resources of global services, too, such as IAM roles: people get each finding about them twice. Deploy one of the two with --param="global=off".`,
        ),
      );
  },
};

function regionJudgedFrom({ Description = '', Outputs = [] }: Stack, here: string): string | undefined {
  const output = (name: string) => Outputs.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
  if (output('GlobalServices') === 'off') return undefined;
  if (Description.startsWith(FORWARDS_TO)) return Description.slice(FORWARDS_TO.length).replace(/\.$/, '');
  // A deployment where global services are has no second stack.
  return output('GlobalServices') === 'on' ? here : undefined;
}
