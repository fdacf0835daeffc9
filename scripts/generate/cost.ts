import type { Resource } from '../../deploy/cloudformation.ts';
import { type Cost, costs, dollars, total } from '../../deploy/cost.ts';
import { forwarderTemplate } from '../../deploy/forwarder.ts';
import { functions } from '../../deploy/functions.ts';
import { forwards } from '../../deploy/own.ts';
import { type Params, paramsFrom } from '../../deploy/params.ts';
import { resources } from '../../deploy/resources.ts';

/** Two deployments far from where global services are: as it is where nobody says otherwise, and with all there is. */
const BARE = {
  name: 'plumbline',
  stage: 'prod',
  region: 'eu-west-1',
  remediation: 'off',
  logRetentionInDays: '365',
  sweepRate: 'rate(6 hours)',
  detectConcurrency: '10',
};
const WHOLE = { ...BARE, remediation: 'auto', slackWebhook: '/plumbline/slack', alertEmail: 'security@example.com' };

type Resources = Readonly<Record<string, Resource>>;

/** What is billed of a deployment, before the framework has compiled it. */
export function costsOf(params: Params): readonly Cost[] {
  const own = (resources(params) as { readonly Resources: Resources }).Resources;
  const forwarder = (forwarderTemplate(params) as { readonly Resources: Resources }).Resources;
  return costs({ ...own, ...ofFunctions(params) }, ...(forwards(params) ? [forwarder] : []));
}

/** What the framework makes of functions. */
function ofFunctions(params: Params): Resources {
  const all = Object.entries(functions(params)) as readonly (readonly [
    string,
    { readonly events: readonly Event[] },
  ])[];
  return Object.fromEntries(
    all.flatMap(([name, { events }]) => [
      [`${name}Function`, { Type: 'AWS::Lambda::Function', Properties: {} }],
      [`${name}LogGroup`, { Type: 'AWS::Logs::LogGroup', Properties: {} }],
      ...events.flatMap(({ sqs }, index) =>
        sqs ? [[`${name}${index}`, { Type: MAPPING, Properties: { EventSourceArn: sqs.arn } }]] : [],
      ),
    ]),
  ) as Resources;
}

interface Event {
  readonly sqs?: { readonly arn: unknown };
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
    ['what', 'bare', 'dollars', 'with all there is', 'dollars', 'how it is counted'],
    ['---', '---', '---', '---', '---', '---'],
    ...rows,
    ['together', '', dollars(total(bare ?? [])), '', dollars(total(whole ?? [])), 'and by size what is kept'],
  ]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}
