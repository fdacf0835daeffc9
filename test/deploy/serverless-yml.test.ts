import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dlqId, FUNCTIONS, type FunctionName, type QueueName, queueId } from '../../deploy/needs.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { defaultParameters, deployedWith, describedWith } from '../../deploy/serverless-yml.ts';
import { functionsOf, ofType, propertiesOf, queuesStarting } from '../../deploy/system.ts';
import { TRIES } from '../../shared/aws/queue-tries.ts';
import { AUDIT_FILTER, BEAT_FILTER, EVENT_FILTER, KEYS, REMEDIATION_FILTERS } from '../../shared/store/table.ts';
import { OFF } from './off.ts';

const FILE = 'serverless.yml';
const params = paramsFrom({ ...OFF, remediation: 'auto', slackWebhook: '/plumbline/slack' });
const system = describedWith(params);
const entryOf = (name: FunctionName) =>
  system.functions[name] ?? expect.fail(`${FILE}: functions has no ${name}, which deploy/needs.ts names.`);

describe('functions in serverless.yml', () => {
  test('are those that deploy/needs.ts says the calls of', () => {
    expect(Object.keys(system.functions), `${FILE}: functions, and FUNCTIONS of deploy/needs.ts`).toEqual(FUNCTIONS);
  });

  test.each(FUNCTIONS)('%s has its own name, code, package and role', (name) => {
    const { handler, role, package: packaged, name: fullName } = entryOf(name);
    const where = `${FILE}: functions.${name}`;
    expect(fullName, `${where}.name`).toBe(`plumbline-prod-${name}`);
    expect(handler, `${where}.handler`).toBe(`dist/functions/${name}/index.handler`);
    expect(packaged.patterns, `${where}.package.patterns`).toEqual([`dist/functions/${name}/**`]);
    expect(role, `${where}.role`).toEqual({
      'Fn::Sub': `\${${name.charAt(0).toUpperCase()}${name.slice(1)}Role.Arn}`,
    });
    expect(existsSync(new URL(`../../functions/${name}.ts`, import.meta.url)), `functions/${name}.ts`).toBe(true);
  });

  test.each(FUNCTIONS)('%s hands back the messages that failed, and no others', (name) => {
    for (const [index, { sqs, stream }] of (entryOf(name).events ?? []).entries())
      expect({ ...sqs, ...stream }, `${FILE}: functions.${name}.events[${index}]`).toMatchObject({
        functionResponseType: 'ReportBatchItemFailures',
      });
  });

  test.each([
    ['notify', [EVENT_FILTER, AUDIT_FILTER, BEAT_FILTER]],
    ['remediate', REMEDIATION_FILTERS],
  ] as const)('the stream starts %s with the records that shared/store/table.ts names', (name, filters) => {
    const stream = entryOf(name).events?.find((event) => event.stream)?.stream;
    const where = `${FILE}: functions.${name}.events[stream].filterPatterns, and shared/store/table.ts`;
    expect(stream?.filterPatterns, where).toEqual(filters);
  });
});

test('a lone change starts detect at once: no window gathers a batch', () => {
  const [changes] = entryOf('detect').events ?? [];
  expect(changes?.sqs?.batchSize, `${FILE}: functions.detect.events[0].sqs.batchSize`).toBeLessThanOrEqual(10);
  expect(changes?.sqs, `${FILE}: functions.detect.events[0].sqs`).not.toHaveProperty('maximumBatchingWindow');
});

describe('queues in serverless.yml', () => {
  const names = Object.keys(TRIES) as readonly QueueName[];

  test('are those that shared/aws/queue-tries.ts knows, each with a dead-letter queue', () => {
    const redriven = ofType(system, 'SQS::Queue').flatMap(([id, { RedrivePolicy }]) => (RedrivePolicy ? [id] : []));
    expect(redriven.sort(), `${FILE}: queues with a RedrivePolicy, and shared/aws/queue-tries.ts`).toEqual(
      names.map(queueId).sort(),
    );
  });

  test.each(names)('%s: as often as shared/aws/queue-tries.ts says, a message is received', (name) => {
    const redrive = propertiesOf(system, queueId(name))['RedrivePolicy'] as { readonly maxReceiveCount: number };
    const where = `${FILE}: resources.Resources.${queueId(name)}.Properties.RedrivePolicy`;
    expect(redrive, `${where}.deadLetterTargetArn`).toMatchObject({
      deadLetterTargetArn: { 'Fn::GetAtt': [dlqId(name), 'Arn'] },
    });
    expect(redrive.maxReceiveCount, `${where}.maxReceiveCount, and TRIES.${name}`).toBe(TRIES[name]);
  });

  test.each(names)('%s: a message is hidden for six times the timeout of its one function', (name) => {
    const receivers = FUNCTIONS.filter((each) => queuesStarting(entryOf(each)).includes(queueId(name)));
    expect(receivers, `${FILE}: functions with ${queueId(name)} among their events`).toHaveLength(1);
    const [receiver = 'detect'] = receivers;
    const where = `${FILE}: resources.Resources.${queueId(name)}.Properties.VisibilityTimeout`;
    expect(
      propertiesOf(system, queueId(name))['VisibilityTimeout'],
      `${where}, and functions.${receiver}.timeout`,
    ).toBe(6 * entryOf(receiver).timeout);
  });

  test.each(names)('%s and its dead-letter queue are both FIFO queues or both not, and named so', (name) => {
    const suffix = name === 'slack' ? '.fifo' : '';
    const [queue, dlq] = [propertiesOf(system, queueId(name)), propertiesOf(system, dlqId(name))];
    expect([queue['QueueName'], queue['FifoQueue']], `${FILE}: ${queueId(name)}`).toEqual([
      `plumbline-prod-${name}${suffix}`,
      suffix ? true : undefined,
    ]);
    expect([dlq['QueueName'], dlq['FifoQueue']], `${FILE}: ${dlqId(name)}`).toEqual([
      `plumbline-prod-${name}-dlq${suffix}`,
      suffix ? true : undefined,
    ]);
  });

  test.each(names)('%s: the functions know its URL', (name) => {
    const key = `${name.toUpperCase()}_QUEUE_URL`;
    expect(JSON.stringify(system.environment[key]), `${FILE}: provider.environment.${key}`).toContain(
      `{"Ref":"${queueId(name)}"}`,
    );
  });
});

describe('a new account, in which ten functions can run at once', () => {
  const byDefault = deployedWith(paramsFrom({ ...OFF, ...defaultParameters() }));
  const queues = functionsOf(byDefault).flatMap(([, { events = [] }]) => events.flatMap(({ sqs }) => sqs ?? []));

  test('is enough for all queues of a default deployment at once, for the stream and for a person', () => {
    const limits = queues.map(({ maximumConcurrency }) => Number(maximumConcurrency));
    const [stream, person] = [1, 1];
    expect(limits.every((limit) => limit >= 2)).toBe(true);
    expect(limits.reduce((sum, limit) => sum + limit, stream + person)).toBeLessThanOrEqual(10);
  });

  test('runs sweeps twice at once, each at a quarter of a quota', () => {
    const ofSweeps = queues.find(({ arn }) => JSON.stringify(arn).includes('SweepsQueue'));
    expect(ofSweeps?.['maximumConcurrency']).toBe(2);
  });
});

test('functions that go on by messages to themselves are not ended as a loop, and others are', () => {
  const allowed = Object.entries(deployedWith(params).resources.extensions ?? {}).flatMap(([id, each]) =>
    (each as { Properties: { RecursiveLoop?: string } }).Properties.RecursiveLoop === 'Allow' ? [id] : [],
  );
  expect(allowed).toEqual(['RemediateLambdaFunction', 'SweepLambdaFunction']);
});

describe('the table in serverless.yml', () => {
  const table = propertiesOf(system, 'FindingsTable');

  test.each(Object.entries(KEYS))('%s is that of shared/store/table.ts', (key, value) => {
    const where = `${FILE}: resources.Resources.FindingsTable.Properties.${key}, and KEYS of shared/store/table.ts`;
    expect(table[key], where).toEqual(value);
  });

  test('streams new items, and deletes those whose ttl is over', () => {
    expect(table, `${FILE}: resources.Resources.FindingsTable.Properties`).toMatchObject({
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
    });
  });

  test('what is not in KEYS is not a key', () => {
    expect(Object.keys(table).filter((key) => /^Attribute|Key|Index/.test(key) && !(key in KEYS))).toEqual([]);
  });
});

describe('variables', () => {
  const described = (name: string) => () =>
    describedWith(params, `{ provider: { environment: { NAME: "${name}" } }, functions: {}, resources: {} }`);

  test('are filled in, with the type of a parameter that stands alone', () => {
    expect(described('a-${self:custom.parameters.prefix}')().environment).toEqual({ NAME: 'a-plumbline-prod' });
    expect(described('${self:custom.parameters.detectConcurrency}')().environment).toEqual({ NAME: 4 });
    expect(described('${AWS::Region} ${Topic.Arn}')().environment).toEqual({ NAME: '${AWS::Region} ${Topic.Arn}' });
  });

  test('are named where nothing here can fill them in', () => {
    expect(described('${env:HOME}')).toThrow('serverless.yml: only the framework can fill in ${env:HOME}.');
    expect(described('${self:custom.parameters.colour}')).toThrow(
      'serverless.yml: there is no ${self:custom.parameters.colour}.',
    );
  });
});
