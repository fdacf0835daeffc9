import type { Resource } from './cloudformation.ts';

/** Something that costs money, and its cost while it is idle: US dollars a month in us-east-1, without free tiers. */
export interface Cost {
  readonly what: string;
  readonly count: number;
  /** For one; left out where it depends on the amount of data. */
  readonly each?: Range;
  /** How it is counted, in Markdown. */
  readonly how: string;
}

interface Range {
  readonly least: number;
  readonly most: number;
}

type Resources = Readonly<Record<string, Pick<Resource, 'Type' | 'Properties'>>>;

interface Price extends Omit<Cost, 'count'> {
  is(resource: Resources[string], all: Resources): boolean;
}

const always = (dollars: number): Range => ({ least: dollars, most: dollars });
const typed = (type: string) => (resource: Resources[string]) => resource.Type === `AWS::${type}`;

/** Long polls of 20 seconds that Lambda keeps open on an empty queue, in a month of 30 days, at dollars a million. */
const polls = (dollars: number): Range => {
  const one = ((30 * 86_400) / 20 / 1e6) * dollars;
  return { least: 2 * one, most: 5 * one };
};
const POLLED = 'Lambda keeps [two to five][pollers] long polls of up to 20 s open; five make 648,000 requests;';

/** Read from the pages that docs/cost.md links. */
const PRICES: readonly Price[] = [
  { what: '[alarms][cloudwatch]', each: always(0.1), how: '0.10 each', is: typed('CloudWatch::Alarm') },
  {
    what: '[queues that Lambda polls][sqs]',
    each: polls(0.4),
    how: `${POLLED} 0.40 a million`,
    is: (resource, all) => polledBy(resource, all) === 'standard',
  },
  {
    what: '[FIFO queues][sqs] that Lambda polls',
    each: polls(0.5),
    how: 'the same requests; 0.50 a million',
    is: (resource, all) => polledBy(resource, all) === 'fifo',
  },
  {
    what: '[dashboard][cloudwatch]',
    each: { least: 0, most: 3 },
    how: 'the first three of an account are free, more cost 3.00 each',
    is: typed('CloudWatch::Dashboard'),
  },
  {
    what: '[custom metric][cloudwatch] of the heartbeat',
    each: always(0.3 / 24),
    how: '0.30, prorated by the hour; it is sent in one hour a day',
    is: ({ Properties }) => Properties['MetricName'] === 'HeartbeatArrived',
  },
  {
    what: '[table][dynamodb]',
    how: '0.25 a GB stored, 0.20 a GB for point-in-time recovery',
    is: typed('DynamoDB::Table'),
  },
  { what: '[log groups][cloudwatch]', how: '0.50 a GB written, 0.03 a GB stored', is: typed('Logs::LogGroup') },
  { what: '[functions][lambda]', each: always(0), how: 'by use', is: typed('Lambda::Function') },
  {
    what: '[dead-letter queues][sqs]',
    each: always(0),
    how: 'by use',
    is: (resource, all) => typed('SQS::Queue')(resource) && !isPolled(resource, all),
  },
  { what: '[topics][sns]', each: always(0), how: 'by use', is: typed('SNS::Topic') },
  { what: '[event bus][eventbridge]', each: always(0), how: 'by use', is: typed('Events::EventBus') },
];

/** The type of the queue that an event source mapping polls; `undefined` for everything else. */
function polledBy({ Type, Properties }: Resources[string], all: Resources): 'standard' | 'fifo' | undefined {
  if (Type !== 'AWS::Lambda::EventSourceMapping') return undefined;
  const { 'Fn::GetAtt': [id = ''] = [] } = (Properties['EventSourceArn'] ?? {}) as { 'Fn::GetAtt'?: readonly string[] };
  const queue = all[id];
  if (queue?.Type !== 'AWS::SQS::Queue') return undefined;
  return queue.Properties['FifoQueue'] ? 'fifo' : 'standard';
}

function isPolled(queue: Resources[string], all: Resources): boolean {
  const id = Object.keys(all).find((each) => all[each] === queue);
  return Object.values(all).some(
    (each) => polledBy(each, all) && JSON.stringify(each.Properties['EventSourceArn']).includes(`"${id}"`),
  );
}

/** The cost of the resources of some templates, in the order of the prices; without those that no template has. */
export function costs(...templates: readonly Resources[]): readonly Cost[] {
  return PRICES.flatMap(({ is, ...price }) => {
    const count = templates.reduce((sum, all) => sum + Object.values(all).filter((each) => is(each, all)).length, 0);
    return count > 0 ? [{ ...price, count }] : [];
  });
}

/** The cost of all of it while it is idle. */
export function total(all: readonly Cost[]): Range {
  const sum = (end: keyof Range) => all.reduce((dollars, { count, each }) => dollars + count * (each?.[end] ?? 0), 0);
  return { least: sum('least'), most: sum('most') };
}

/** `0.31 to 0.78`, `1.60`, `by size`. */
export function dollars(range: Range | undefined, count = 1): string {
  if (!range) return 'by size';
  const [least, most] = [range.least * count, range.most * count].map((each) => each.toFixed(2));
  return least === most ? (least ?? '') : `${least} to ${most}`;
}

/** Printed at the end of a deployment. */
export function costText(all: readonly Cost[]): string {
  const plain = (text: string) => text.replace(/\[([^\]]*)\]\[[^\]]*\]/g, '$1');
  const rows = all.map(({ what, count, each }) => [plain(what), String(count), dollars(each, count)] as const);
  const width = Math.max(...rows.map(([what]) => what.length));
  return [
    `Estimated cost while idle: ${dollars(total(all))} US dollars a month, plus stored data by size (docs/cost.md):`,
    ...rows.map(([what, count, price]) => `  ${what.padEnd(width)}  ${count.padStart(3)}  ${price}`),
  ].join('\n');
}
