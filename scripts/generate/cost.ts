import type { Resource } from '../../deploy/cloudformation.ts';
import { type Cost, costs, dollars, total } from '../../deploy/cost.ts';
import { type Params, paramsFrom } from '../../deploy/params.ts';
import { defaultParameters, deployedWith } from '../../deploy/serverless-yml.ts';
import { functionsOf, type System } from '../../deploy/system.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { forwards } from '../../deploy/template/own-components.ts';

/** Two deployments outside the region of global services: with the defaults, and with everything. */
const BARE = { ...defaultParameters(), stage: 'prod', region: 'eu-west-1' };
const WHOLE = { ...BARE, remediation: 'auto', slackWebhook: '/plumbline/slack', alertEmail: 'security@example.com' };

type Resources = Readonly<Record<string, Resource>>;

/** What is billed of a deployment, before the framework has compiled it. */
export function costsOf(params: Params): readonly Cost[] {
  const system = deployedWith(params);
  const own = { ...system.resources.Resources, ...ofFunctions(system) };
  return costs(own, ...(forwards(params) ? [forwarderTemplate(params).Resources] : []));
}

/** What the framework makes of functions. */
function ofFunctions(system: System): Resources {
  return Object.fromEntries(
    functionsOf(system).flatMap(([name, { events = [] }]) => [
      [`${name}Function`, { Type: 'AWS::Lambda::Function', Properties: {} }],
      [`${name}LogGroup`, { Type: 'AWS::Logs::LogGroup', Properties: {} }],
      ...events.flatMap(({ sqs }, index) =>
        sqs ? [[`${name}${index}`, { Type: MAPPING, Properties: { EventSourceArn: sqs.arn } }]] : [],
      ),
    ]),
  ) as Resources;
}

const MAPPING = 'AWS::Lambda::EventSourceMapping';

/** Both deployments side by side, as docs/cost.md has them. */
export function costTable(): string {
  const [bare, whole] = [BARE, WHOLE].map((given) => costsOf(paramsFrom(given)));
  const rows = (whole ?? []).map(({ what, count, each, how }) => {
    const plain = bare?.find((cost) => cost.what === what)?.count ?? 0;
    return [what, plain, dollars(each, plain), count, dollars(each, count), how];
  });
  return [
    ['item', 'minimum', 'dollars', 'with remediation and Slack', 'dollars', 'how it is counted'],
    ['---', '---', '---', '---', '---', '---'],
    ...rows,
    ['total', '', dollars(total(bare ?? [])), '', dollars(total(whole ?? [])), 'plus stored data by size'],
  ]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}
