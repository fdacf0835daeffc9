import rule from '../../../shared/rules/monitor/monitor-rule-tampered.ts';
import { ssoUser, through, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const BLANK = { targets: { items: [], complete: false }, settings: {}, setBy: {} } as const;
const target = { id: 'changes', arn: 'arn:aws:sqs:eu-west-1:111122223333:plumbline-prod-changes' };
const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;
const call = (event: `${string}:${string}`, minute: number, request: object | null, response?: object) =>
  trailRecord(event, { at: at(minute), request, response });
/** As CloudFormation calls, for whoever deploys. */
const deploy = (event: `${string}:${string}`, minute: number, request: object, response?: object) =>
  trailRecord(event, {
    at: at(minute),
    request,
    response,
    by: through('cloudformation', ssoUser('jane@example.com', 'Deployer')),
    sourceIp: 'cloudformation.amazonaws.com',
  });

const iam = { name: 'plumbline-prod-iam' };
const pattern = (...names: readonly string[]) => JSON.stringify({ source: ['aws.iam'], detail: { eventName: names } });
const targets = (arn: string) => ({ rule: 'plumbline-prod-iam', targets: [{ id: 'changes', arn }] });
const changes = { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/plumbline-prod-changes' };
const detect = { functionName: 'plumbline-prod-detect' };
const findings = { tableName: 'plumbline-prod-findings' };
const alerts = { topicArn: 'arn:aws:sns:eu-west-1:111122223333:plumbline-prod-alerts' };
const UUID = '5e3ba0ac-1111-4222-8333-444455556666';
const mapped = (name = 'plumbline-prod-detect', source = target.arn) => ({
  uUID: UUID,
  eventSourceArn: source,
  functionArn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`,
  state: 'Updating',
});
const changed = (setting: string, part: string) => `${setting} of the ${part} was changed outside a deployment.`;

export default casesOf(rule, {
  compliant: [
    {
      name: 'a rule that is on and has a target',
      id: 'rule/plumbline-prod-iam',
      state: { ...BLANK, exists: true, enabled: true, targets: { items: [target], complete: true } },
    },
    {
      name: 'what a deployment set',
      id: 'function/plumbline-prod-detect',
      state: {
        ...BLANK,
        concurrency: 0,
        settings: { code: 'new' },
        setBy: { code: 'deployment', concurrency: 'deployment' },
      },
      baseline: { ...BLANK, concurrency: null, settings: { code: 'old' } },
    },
    {
      name: 'a configuration that has not changed',
      id: 'function/plumbline-prod-detect',
      state: { ...BLANK, settings: { configuration: 'same' } },
      baseline: { ...BLANK, settings: { configuration: 'same' } },
    },
    {
      name: 'put back as it was',
      id: 'function/plumbline-prod-detect',
      state: { ...BLANK, settings: { code: 'old' }, setBy: { code: 'somebody' } },
      baseline: { ...BLANK, settings: { code: 'old' } },
    },
    {
      name: 'deployed as switched off',
      id: 'rule/plumbline-prod-sweep',
      state: { ...BLANK, exists: true, enabled: false },
      baseline: { ...BLANK, exists: true, enabled: false },
    },
    {
      name: 'an unguarded part',
      id: 'rule/plumbline-dev-iam',
      state: { ...BLANK, exists: false, setBy: { existence: 'somebody' } },
      options: { unguarded: ['rule/plumbline-dev-*'] },
    },
  ],
  drifted: [
    {
      name: 'a rule that is switched off',
      id: 'rule/plumbline-prod-iam',
      state: { ...BLANK, exists: true, enabled: false },
      violations: [{ message: 'disabled', path: 'enabled', data: { component: 'EventBridge rule' } }],
      plan: [{ type: 'events.enable-rule', params: {} }],
    },
    {
      name: 'a mapping that is switched off, as an event shows it',
      id: `mapping/plumbline-prod-changes/${UUID}`,
      state: { ...BLANK, exists: true, enabled: false, setBy: { enabled: 'somebody' } },
      baseline: { ...BLANK, exists: true, enabled: true },
      violations: [{ message: 'disabled', path: 'enabled', data: { component: 'event source mapping' } }],
      plan: [{ type: 'lambda.enable-event-source-mapping', params: {} }],
    },
    {
      name: 'a rule without targets, switched off too',
      id: 'rule/plumbline-prod-iam',
      state: { ...BLANK, enabled: false, targets: { items: [], complete: true }, setBy: { targets: 'somebody' } },
      violations: [
        { message: 'disabled', path: 'enabled', data: { component: 'EventBridge rule' } },
        { message: 'untargeted', path: 'targets', data: { component: 'EventBridge rule' } },
      ],
      cannot: /Only a deployment/,
    },
    {
      name: 'a function that cannot run and is not what was deployed',
      id: 'function/plumbline-prod-detect',
      state: { ...BLANK, concurrency: 0, settings: { code: 'other' }, setBy: { code: 'somebody' } },
      baseline: { ...BLANK, concurrency: null, settings: { code: 'deployed' } },
      violations: [
        { message: 'stopped', path: 'concurrency', data: { component: 'Lambda function' } },
        { message: 'changed', path: 'code', data: { component: 'Lambda function', setting: 'The code' } },
      ],
      cannot: /Only a deployment/,
    },
    {
      name: 'a queue that was purged',
      id: 'queue/plumbline-prod-changes',
      state: { ...BLANK, exists: true, setBy: { messages: 'somebody' } },
      violations: [{ message: 'purged', path: 'messages', data: { component: 'SQS queue' } }],
      cannot: /Only a deployment/,
    },
    {
      name: 'a table that was deleted',
      id: 'table/plumbline-prod-findings',
      state: { ...BLANK, exists: false, setBy: { existence: 'somebody' } },
      violations: [{ message: 'deleted', path: 'existence', data: { component: 'DynamoDB table' } }],
      cannot: /Only a deployment/,
    },
  ],
  unknown: [
    {
      name: 'missing, and nobody was seen removing it',
      id: 'topic/plumbline-prod-alerts',
      state: { ...BLANK, exists: false },
    },
    {
      name: 'other code than before, and nobody was seen replacing it',
      id: 'function/plumbline-prod-detect',
      state: { ...BLANK, exists: true, settings: { code: 'new' } },
      baseline: { ...BLANK, exists: true, settings: { code: 'old' } },
    },
    {
      name: 'a mapping that is being updated',
      id: `mapping/plumbline-prod-changes/${UUID}`,
      state: { ...BLANK, exists: true },
      baseline: { ...BLANK, exists: true, enabled: true },
    },
  ],
  events: [
    {
      name: 'a rule switched off and on again',
      events: [call('events:DisableRule', 0, iam), call('events:EnableRule', 1, iam)],
      transitions: ['opened', 'resolved'],
      resource: 'rule/plumbline-prod-iam',
    },
    {
      name: 'a rule deployed, its targets removed and put back',
      events: [
        deploy('events:PutRule', 0, { ...iam, eventPattern: pattern('CreateUser'), state: 'ENABLED' }),
        deploy('events:PutTargets', 1, targets(target.arn), { failedEntryCount: 0, failedEntries: [] }),
        call('events:RemoveTargets', 2, { rule: 'plumbline-prod-iam', ids: ['changes'] }),
        call('events:PutTargets', 3, targets(target.arn)),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'what is matched, narrowed, then widened by a deployment',
      events: [
        deploy('events:PutRule', 0, { ...iam, eventPattern: pattern('CreateUser', 'DeleteUser') }),
        call('events:PutRule', 1, { ...iam, eventPattern: pattern('DeleteUser') }),
        deploy('events:PutRule', 2, { ...iam, eventPattern: pattern('CreateUser') }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'the same pattern in another order of its members',
      events: [
        deploy('events:PutRule', 0, {
          ...iam,
          eventPattern: '{"source":["aws.iam"],"detail":{"eventName":["CreateUser"]}}',
        }),
        call('events:PutRule', 1, {
          ...iam,
          eventPattern: '{"detail":{"eventName":["CreateUser"]},"source":["aws.iam"]}',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a rule sent elsewhere, then switched off by a put',
      events: [
        deploy('events:PutTargets', 0, targets(target.arn)),
        call('events:PutTargets', 1, targets('arn:aws:sqs:eu-west-1:111122223333:elsewhere')),
        call('events:PutRule', 2, { ...iam, eventPattern: pattern('CreateUser'), state: 'DISABLED' }),
      ],
      transitions: ['opened', 'changed'],
      texts: [/is disabled/, /^The event pattern or schedule/, changed('The list of targets', 'EventBridge rule')],
    },
    {
      name: 'a target that is sent something else than the event',
      events: [
        deploy('events:PutTargets', 0, targets(target.arn)),
        call('events:PutTargets', 1, {
          rule: 'plumbline-prod-iam',
          targets: [{ ...target, inputTransformer: { inputPathsMap: {}, inputTemplate: '{}' } }],
        }),
        call('events:PutTargets', 2, { rule: 'plumbline-prod-iam', targets: [{ ...target, inputPath: '$.detail' }] }),
        call('events:PutTargets', 3, { rule: 'plumbline-prod-iam', targets: [{ ...target, input: '' }] }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a target that could not be removed stays',
      events: [
        deploy('events:PutTargets', 0, targets(target.arn)),
        call(
          'events:RemoveTargets',
          1,
          { rule: 'plumbline-prod-iam', ids: ['changes'] },
          {
            failedEntryCount: 1,
            failedEntries: [{ targetId: 'changes', errorCode: 'ConcurrentModificationException' }],
          },
        ),
      ],
      transitions: [],
    },
    {
      name: 'a rule deleted, and deployed anew',
      events: [
        call('events:DeleteRule', 0, iam),
        deploy('events:PutRule', 9, { ...iam, eventPattern: pattern('CreateUser') }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'rule/plumbline-prod-iam',
    },
    {
      name: 'deployments that remove parts, and what was wrong with them',
      events: [
        call('events:DisableRule', 0, iam),
        deploy('events:RemoveTargets', 1, { rule: 'plumbline-prod-iam', ids: ['changes'] }),
        deploy('events:DeleteRule', 2, iam),
        deploy('lambda:DeleteFunction20150331', 3, detect),
        deploy('sqs:DeleteQueue', 4, changes),
        deploy('dynamodb:DeleteTable', 5, findings),
        deploy('sns:DeleteTopic', 6, alerts),
        deploy('lambda:DeleteEventSourceMapping20150331', 7, { uUID: UUID }, mapped()),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'rule/plumbline-prod-iam',
    },
    {
      name: 'a queue deleted, and made anew by hand without its policy',
      events: [
        deploy('sqs:CreateQueue', 0, { queueName: 'plumbline-prod-changes' }, changes),
        deploy('sqs:SetQueueAttributes', 1, { ...changes, attributes: { Policy: '{"Statement":[]}' } }),
        call('sqs:DeleteQueue', 2, changes),
        call('sqs:CreateQueue', 4, { queueName: 'plumbline-prod-changes', attributes: { RedrivePolicy: '' } }, changes),
      ],
      transitions: ['opened', 'changed'],
      texts: [changed('The policy', 'SQS queue'), changed('The redrive policy', 'SQS queue')],
      resource: 'queue/plumbline-prod-changes',
    },
    {
      name: 'the policy of a queue replaced, and deployed again',
      events: [
        call('sqs:SetQueueAttributes', 0, { ...changes, attributes: { Policy: '', VisibilityTimeout: '60' } }),
        deploy('sqs:SetQueueAttributes', 1, { ...changes, attributes: { Policy: '{"Statement":[]}' } }),
      ],
      transitions: ['opened', 'resolved'],
      texts: [changed('The policy', 'SQS queue')],
    },
    {
      name: 'a statement taken out of the policy of a queue, and one put in',
      events: [
        call('sqs:RemovePermission', 0, { ...changes, label: 'EventBridge' }),
        call('sqs:AddPermission', 1, { ...changes, label: 'stranger' }),
      ],
      transitions: ['opened'],
      texts: [changed('The policy', 'SQS queue')],
    },
    {
      name: 'a queue purged',
      events: [call('sqs:PurgeQueue', 0, changes)],
      transitions: ['opened'],
      texts: [/^The SQS queue was purged/],
    },
    {
      name: 'how long a queue makes others wait is of no account',
      events: [call('sqs:SetQueueAttributes', 0, { ...changes, attributes: { VisibilityTimeout: '60' } })],
      transitions: [],
    },
    {
      name: 'a function stopped and let run again',
      events: [
        call('lambda:PutFunctionConcurrency20171031', 0, { ...detect, reservedConcurrentExecutions: 0 }),
        call('lambda:PutFunctionConcurrency20171031', 1, { ...detect, reservedConcurrentExecutions: 5 }),
        call('lambda:PutFunctionConcurrency20171031', 2, { ...detect, reservedConcurrentExecutions: 0 }),
        call('lambda:DeleteFunctionConcurrency20171031', 3, detect),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      resource: 'function/plumbline-prod-detect',
    },
    {
      name: 'the code of a function replaced, by ARN, and put back',
      events: [
        deploy('lambda:CreateFunction20150331', 0, detect, { ...detect, codeSha256: 'ours' }),
        call(
          'lambda:UpdateFunctionCode20150331v2',
          1,
          { functionName: mapped().functionArn, dryRun: true },
          { codeSha256: 'theirs' },
        ),
        call(
          'lambda:UpdateFunctionCode20150331v2',
          2,
          { functionName: mapped().functionArn, dryRun: false },
          { codeSha256: 'theirs' },
        ),
        call('lambda:UpdateFunctionCode20150331v2', 5, detect, { codeSha256: 'ours' }),
      ],
      transitions: ['opened', 'resolved'],
      texts: [changed('The code', 'Lambda function')],
    },
    {
      name: 'the configuration of a function, which no event shows, and the next deployment',
      events: [
        call('lambda:UpdateFunctionConfiguration20150331v2', 0, { ...detect, environment: {} }),
        deploy('lambda:UpdateFunctionConfiguration20150331v2', 9, { ...detect, environment: {} }),
      ],
      transitions: ['opened', 'resolved'],
      texts: [changed('The configuration', 'Lambda function')],
    },
    {
      name: 'a version deleted, then the function, then another made in its place',
      events: [
        call('lambda:DeleteFunction20150331', 0, { ...detect, qualifier: '3' }),
        call('lambda:DeleteFunction20150331', 1, detect),
        call('lambda:CreateFunction20150331', 2, detect, { ...detect, codeSha256: 'theirs' }),
      ],
      transitions: ['opened', 'changed'],
      texts: [changed('The code', 'Lambda function'), changed('The configuration', 'Lambda function')],
    },
    {
      name: 'a mapping switched off and on again',
      events: [
        deploy('lambda:CreateEventSourceMapping20150331', 0, { ...detect, eventSourceArn: target.arn }, mapped()),
        call('lambda:UpdateEventSourceMapping20150331', 1, { uUID: UUID, enabled: false }, mapped()),
        call('lambda:UpdateEventSourceMapping20150331', 2, { uUID: UUID, enabled: true, batchSize: 5 }, mapped()),
      ],
      transitions: ['opened', 'resolved'],
      resource: `mapping/plumbline-prod-changes/${UUID}`,
    },
    {
      name: 'a mapping led elsewhere and given a filter, then deleted',
      events: [
        deploy('lambda:CreateEventSourceMapping20150331', 0, { ...detect, eventSourceArn: target.arn }, mapped()),
        call(
          'lambda:UpdateEventSourceMapping20150331',
          1,
          { uUID: UUID, functionName: 'elsewhere', filterCriteria: { filters: [{ pattern: '{"a":["b"]}' }] } },
          mapped('elsewhere'),
        ),
        call('lambda:DeleteEventSourceMapping20150331', 2, { uUID: UUID }, mapped('elsewhere')),
      ],
      transitions: ['opened', 'changed'],
      texts: [/^The event source mapping was deleted outside a deployment/],
    },
    {
      name: 'another function takes what was meant for ours',
      events: [
        call(
          'lambda:CreateEventSourceMapping20150331',
          0,
          { functionName: 'elsewhere', eventSourceArn: target.arn },
          mapped('elsewhere'),
        ),
      ],
      transitions: ['opened'],
      texts: [changed('The function', 'event source mapping')],
    },
    {
      name: 'a table that shows no more what is written to it, then deleted, by ARN, and made anew',
      events: [
        call('dynamodb:UpdateTable', 0, { ...findings, streamSpecification: { streamEnabled: false } }),
        call('dynamodb:DeleteTable', 1, {
          tableName: 'arn:aws:dynamodb:eu-west-1:111122223333:table/plumbline-prod-findings',
        }),
        deploy('dynamodb:CreateTable', 9, {
          ...findings,
          streamSpecification: { streamEnabled: true, streamViewType: 'NEW_AND_OLD_IMAGES' },
        }),
        call('dynamodb:UpdateTable', 10, { ...findings, deletionProtectionEnabled: true }),
      ],
      transitions: ['opened', 'changed', 'resolved'],
      resource: 'table/plumbline-prod-findings',
    },
    {
      name: 'a topic given another policy, then deleted and made anew',
      events: [
        call('sns:SetTopicAttributes', 0, { ...alerts, attributeName: 'DisplayName', attributeValue: 'Alerts' }),
        call('sns:SetTopicAttributes', 1, { ...alerts, attributeName: 'Policy', attributeValue: '{"Statement":[]}' }),
        call('sns:DeleteTopic', 2, alerts),
        deploy('sns:CreateTopic', 9, { name: 'plumbline-prod-alerts' }, alerts),
      ],
      transitions: ['opened', 'changed', 'resolved'],
      resource: 'topic/plumbline-prod-alerts',
    },
    {
      name: 'a topic made with a policy by a deployment',
      events: [
        deploy(
          'sns:CreateTopic',
          0,
          { name: 'plumbline-prod-alerts', attributes: { Policy: '{"Statement":[]}' } },
          alerts,
        ),
      ],
      transitions: [],
    },
    {
      name: "what is not Plumbline's",
      events: [
        call('events:DisableRule', 0, { name: 'nightly' }),
        call('events:DisableRule', 1, { ...iam, eventBusName: 'orders' }),
        call('sqs:DeleteQueue', 2, { queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders' }),
        call('lambda:DeleteFunction20150331', 3, { functionName: 'my-plumbline-copy' }),
        call('dynamodb:DeleteTable', 4, { tableName: 'orders' }),
        call('sns:DeleteTopic', 5, { topicArn: 'arn:aws:sns:eu-west-1:111122223333:orders' }),
        call(
          'lambda:DeleteEventSourceMapping20150331',
          6,
          { uUID: UUID },
          mapped('orders', 'arn:aws:sqs:eu-west-1:111122223333:orders'),
        ),
        call(
          'lambda:UpdateEventSourceMapping20150331',
          7,
          { uUID: UUID },
          { uUID: UUID, functionArn: mapped().functionArn },
        ),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [trailRecord('events:DeleteRule', { request: iam, errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a call that names nothing',
      events: [call('events:DisableRule', 0, null)],
      transitions: [],
      unreadable: /DisableRule names nothing/,
    },
    {
      name: 'a mapping of which nothing is shown',
      events: [call('lambda:DeleteEventSourceMapping20150331', 0, { uUID: UUID })],
      transitions: [],
      unreadable: /does not show what the mapping reads/,
    },
    {
      name: 'attributes that are not shown',
      events: [call('sqs:SetQueueAttributes', 0, changes)],
      transitions: [],
      unreadable: /shows no attributes/,
    },
    {
      name: 'a reservation that is not shown',
      events: [call('lambda:PutFunctionConcurrency20171031', 0, detect)],
      transitions: [],
      unreadable: /shows no number/,
    },
  ],
});
