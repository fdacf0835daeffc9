import type { FunctionStatement } from '../../../shared/resources/lambda-function/kind.ts';
import rule from '../../../shared/rules/lambda/lambda-policy-public.ts';
import { type RecordParts, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:resize';

const statement = (sid: string, principal: unknown, condition?: object, qualifier?: string): FunctionStatement => ({
  sid,
  ...(qualifier ? { qualifier } : {}),
  statement: {
    Sid: sid,
    Effect: 'Allow',
    Principal: principal,
    Action: 'lambda:InvokeFunction',
    Resource: ARN,
    ...(condition ? { Condition: condition } : {}),
  },
});
const all = (...items: FunctionStatement[]) => ({ policy: { items, complete: true } });
const open = statement('door', '*');
const bucket = statement(
  'bucket',
  { Service: 's3.amazonaws.com' },
  { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::uploads' }, StringEquals: { 'AWS:SourceAccount': '111122223333' } },
);
const by = (sid: string, service: string, condition?: object) =>
  statement(sid, { Service: `${service}.amazonaws.com` }, condition);
const onBehalf = (service: string) => `${service}.amazonaws.com, on anyone's behalf, may lambda:InvokeFunction`;
const says = 'anyone may lambda:InvokeFunction';

const add = (request: object, parts: RecordParts = {}) =>
  trailRecord('lambda:AddPermission20150331v2', {
    request: {
      functionName: 'resize',
      statementId: 'door',
      action: 'lambda:InvokeFunction',
      principal: '*',
      ...request,
    },
    ...parts,
  });
const answer = (given: FunctionStatement) => ({ response: { statement: JSON.stringify(given.statement) } });
const remove = (request: object, name = 'RemovePermission20150331v2') =>
  trailRecord(`lambda:${name}`, {
    at: '2026-03-02T09:30:00Z',
    request: { functionName: 'resize', statementId: 'door', ...request },
  });
const create = trailRecord('lambda:CreateFunction20150331', {
  at: '2026-03-02T08:00:00Z',
  request: { functionName: 'resize', environment: {} },
});

export default casesOf(rule, {
  compliant: [
    { name: 'no statements', state: all() },
    {
      name: 'a service, another account and an organisation, all named',
      state: all(
        bucket,
        statement('partner', { AWS: '444455556666' }),
        statement('org', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
        statement('own', '*', { StringEquals: { 'AWS:SourceAccount': '111122223333' } }),
      ),
    },
    {
      name: 'services for a source with an account, for an organisation of the account, and for a skill',
      state: all(
        by('api', 'apigateway', { ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:eu-west-1:111122223333:a1b2/*' } }),
        by('mail', 'ses', { StringEquals: { 'AWS:SourceAccount': '111122223333' } }),
        by('org', 's3', { StringEquals: { 'aws:SourceOrgID': ['$', '{aws:ResourceOrgID}'].join('') } }),
        by('skill', 'alexa-appkit', { StringEquals: { 'lambda:EventSourceToken': 'amzn1.ask.skill.example' } }),
      ),
    },
    {
      name: 'a function that is public on purpose',
      id: 'webhook',
      state: all(open),
      options: { publicFunctions: ['webhook'] },
    },
  ],
  drifted: [
    {
      name: 'anyone may call: only that statement goes',
      state: all(bucket, open),
      violations: [{ message: 'public', path: 'door', data: { statement: 'door', says } }],
      plan: [{ type: 'lambda.remove-permission', params: open }],
    },
    {
      name: 'S3 without a source, and with a bucket that may get another owner',
      state: all(by('any', 's3'), by('named', 's3', { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::uploads' } })),
      violations: [
        { message: 'bucket', path: 'any', data: { statement: 'any', says: onBehalf('s3') } },
        {
          message: 'bucket',
          path: 'named',
          data: { statement: 'named', says: onBehalf('s3') },
        },
      ],
    },
    {
      name: 'other services without a source',
      state: all(
        by('topic', 'sns'),
        by('api', 'apigateway', { ArnLike: { 'AWS:SourceArn': 'arn:aws:execute-api:*:*:*' } }),
      ),
      violations: [
        { message: 'service', path: 'topic', data: { statement: 'topic', says: onBehalf('sns') } },
        { message: 'service', path: 'api', data: { statement: 'api', says: onBehalf('apigateway') } },
      ],
    },
    {
      name: 'one alias and the function itself, with one name for both statements',
      state: all(
        open,
        statement('door', { AWS: '*' }, undefined, 'prod'),
        statement('door', { AWS: '444455556666' }, undefined, 'test'),
      ),
      violations: [
        { message: 'public', path: 'door', data: { statement: 'door', says } },
        { message: 'public', path: 'prod:door', data: { statement: 'prod:door', says } },
      ],
    },
    {
      name: 'a function URL for anyone with an AWS account',
      state: all(statement('url', '*', { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } })),
      violations: [
        {
          message: 'public',
          path: 'url',
          data: { statement: 'url', says: 'anyone with an AWS account may lambda:InvokeFunction' },
        },
      ],
    },
    {
      name: 'anyone, beside somebody whose name is hidden',
      state: all(statement('door', { AWS: ['***', '*'] })),
      violations: [{ message: 'public', path: 'door', data: { statement: 'door', says } }],
    },
    {
      name: 'a statement that cannot be understood excuses none',
      state: all(open, { sid: 'odd', statement: { Sid: 'odd' } }),
      violations: [{ message: 'public', path: 'door', data: { statement: 'door', says } }],
    },
  ],
  unknown: [
    { name: 'no event showed the policy', state: { policy: { items: [], complete: false } } },
    { name: 'only some statements were shown', state: { policy: { items: [bucket], complete: false } } },
    { name: 'a statement that cannot be understood', state: all({ sid: 'odd', statement: { Sid: 'odd' } }) },
  ],
  events: [
    {
      name: 'opened, and closed again',
      events: [add({}, answer(open)), remove({})],
      transitions: ['opened', 'resolved'],
      resource: 'resize',
    },
    {
      name: 'says who may do what',
      events: [create, add({}, answer(open))],
      transitions: ['opened'],
      texts: [`Statement door of the function policy gives the public access: ${says}.`],
    },
    {
      name: 'older names, a partial ARN, and no answer',
      events: [
        trailRecord('lambda:AddPermission20150331', {
          request: {
            functionName: '111122223333:function:resize',
            statementId: 'door',
            action: 'lambda:*',
            principal: '*',
          },
        }),
        remove({ functionName: `${ARN}:$LATEST` }, 'RemovePermission20150331'),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'resize',
      texts: [/anyone may lambda:\*/],
    },
    {
      name: 'a whole ARN with a region and an account that somebody made up',
      events: [add({ functionName: 'arn:aws:lambda:xy-middle-1r:000000000:function:resize' })],
      transitions: ['opened'],
      resource: 'resize',
    },
    {
      name: 'a function URL for anyone',
      events: [add({ action: 'lambda:InvokeFunctionUrl', functionUrlAuthType: 'NONE' })],
      transitions: ['opened'],
      texts: [/anyone may lambda:InvokeFunctionUrl/],
    },
    {
      name: 'a call by function URL only is open all the same',
      events: [add({ invokedViaFunctionUrl: true })],
      transitions: ['opened'],
    },
    {
      name: 'without an answer, the request says who may call',
      events: [
        create,
        add({
          statementId: 'a',
          principal: 's3.amazonaws.com',
          sourceArn: 'arn:aws:s3:::uploads',
          sourceAccount: '111122223333',
        }),
        add({ statementId: 'b', principal: '444455556666' }),
        add({ statementId: 'c', principalOrgID: 'o-a1b2c3d4e5' }),
        add({ statementId: 'd', sourceAccount: '111122223333' }),
        add({ statementId: 'e', principal: 'alexa-appkit.amazon.com', eventSourceToken: 'amzn1.ask.skill.example' }),
      ],
      transitions: [],
    },
    {
      name: 'the answer counts before the request',
      events: [add({}, answer(statement('door', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } })))],
      transitions: [],
      doubt: /Events did not show all statements/,
    },
    { name: 'an answer that is no JSON', events: [add({}, { response: { statement: '{' } })], transitions: ['opened'] },
    {
      name: 'the same statement of another alias is another one',
      events: [add({ qualifier: 'prod' }, answer(open)), remove({}), remove({ qualifier: 'test' })],
      transitions: ['opened'],
    },
    {
      name: 'a qualifier in the name',
      events: [add({ functionName: `${ARN}:prod` }, answer(open)), remove({ qualifier: 'prod' })],
      transitions: ['opened', 'resolved'],
      resource: 'resize',
    },
    {
      name: 'the alias deleted',
      events: [
        add({ qualifier: 'prod' }, answer(open)),
        trailRecord('lambda:DeleteAlias20150331', {
          at: '2026-03-02T09:20:00Z',
          request: { functionName: 'resize', name: 'prod' },
        }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'one version deleted, and then the function',
      events: [
        add({}, answer(open)),
        add({ statementId: 'two', qualifier: '7' }, answer(statement('two', '*'))),
        trailRecord('lambda:DeleteFunction20150331', {
          at: '2026-03-02T09:20:00Z',
          request: { functionName: 'resize', qualifier: '7' },
        }),
        trailRecord('lambda:DeleteFunction20150331', {
          at: '2026-03-02T09:40:00Z',
          request: { functionName: 'resize' },
        }),
      ],
      transitions: ['opened', 'changed', 'changed', 'resolved'],
    },
    { name: 'a refused call', events: [add({}, { errorCode: 'ResourceConflictException' })], transitions: [] },
    {
      name: 'a call that names no function',
      events: [add({ functionName: '' })],
      transitions: [],
      unreadable: /names no function/,
    },
    {
      name: 'a call that shows no statement',
      events: [add({ principal: null })],
      transitions: [],
      unreadable: /AddPermission shows no statement/,
    },
    {
      name: 'a removal that names no statement',
      events: [remove({ statementId: null })],
      transitions: [],
      unreadable: /names no statement/,
    },
    {
      name: 'a deleted alias without a name',
      events: [trailRecord('lambda:DeleteAlias20150331', { request: { functionName: 'resize' } })],
      transitions: [],
      unreadable: /names no alias/,
    },
  ],
});
