import { expect, test } from 'vitest';
import { costs, costText, dollars, total } from '../../deploy/cost.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { costsOf } from '../../scripts/generate/cost.ts';
import { OFF } from './off.ts';

const mapping = (queue: string) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: { EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] } },
});
const queue = (properties = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });

test('a queue costs what is polled of it, and nothing where nobody listens', () => {
  const found = costs({
    Changes: queue(),
    ChangesDlq: queue(),
    Slack: queue({ FifoQueue: true }),
    ChangesMapping: mapping('Changes'),
    SlackMapping: mapping('Slack'),
    Stream: mapping('Table'),
  });
  expect(found.map(({ what, count, each }) => [what, count, dollars(each, count)])).toEqual([
    ['[queues that Lambda polls][sqs]', 1, '0.10 to 0.26'],
    ['[FIFO queues][sqs] that Lambda polls', 1, '0.13 to 0.32'],
    ['[dead-letter queues][sqs]', 1, '0.00'],
  ]);
});

test('what costs nothing anywhere is in no list', () => {
  expect(costs({ Role: { Type: 'AWS::IAM::Role', Properties: {} } })).toEqual([]);
});

test('templates are counted together, and what is kept is by size', () => {
  const alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: {} };
  const table = { Type: 'AWS::DynamoDB::Table', Properties: {} };
  const found = costs({ One: alarm, Two: alarm, Table: table }, { Three: alarm });
  expect(found.map(({ count, each }) => dollars(each, count))).toEqual(['0.30', 'by size']);
  expect(dollars(total(found))).toBe('0.30');
});

test('a deployment at rest costs some dollars, more with Slack and remediation, and says so in plain text', () => {
  const bare = costsOf(paramsFrom(OFF));
  const whole = costsOf(paramsFrom({ ...OFF, remediation: 'auto', slackWebhook: '/plumbline/slack' }));
  expect(total(bare).most).toBeLessThan(total(whole).most);
  // Near zero is a promise: without the dashboard, which the first three times is free.
  expect(total(bare).most - 3).toBeLessThan(3);
  const text = costText(bare);
  expect(text).toMatch(/^Estimated cost while idle: \d\.\d\d to \d\.\d\d US dollars a month/);
  expect(text).toMatch(/^ {2}alarms +16 {2}1\.60$/m);
  expect(text).not.toMatch(/[[\]]/);
});

test('where home is where global services are, nothing is counted for bringing their events in', () => {
  const alarms = (region: string) => costsOf(paramsFrom({ ...OFF, region }))[0]?.count;
  expect(alarms('us-east-1')).toBe((alarms('eu-west-1') ?? 0) - 1);
});
