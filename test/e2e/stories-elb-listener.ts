import type { Aws } from '../../shared/aws/clients.ts';
import { putDefaultAction, putSslPolicy } from '../../shared/resources/elb-listener/actions.ts';
import type { DefaultAction } from '../../shared/resources/elb-listener/default-action.ts';
import { applyAction } from '../support/aws.ts';
import { makeListener } from '../support/load-balancer.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const RULE = 'elb-listener-insecure';
const [OLD, NEW] = ['ELBSecurityPolicy-2016-08', 'ELBSecurityPolicy-TLS13-1-2-2021-06'];
const BLANK: DefaultAction = { type: 'fixed-response', statusCode: '200', contentType: 'text/plain', body: 'welcome' };
const REDIRECT: DefaultAction = {
  type: 'redirect',
  protocol: 'HTTPS',
  port: '443',
  host: '#{host}',
  path: '/#{path}',
  query: '#{query}',
  statusCode: 'HTTP_301',
};

async function makeRedirecting(aws: Aws): Promise<string> {
  const id = await makeListener(aws, PLACE, 'HTTP');
  await applyAction({ kind: 'elb-listener', ...PLACE, id }, putDefaultAction({ before: BLANK, after: REDIRECT }), aws);
  return id;
}

const arnOf = (id: string) => `arn:aws:elasticloadbalancing:${PLACE.region}:${PLACE.account}:listener/${id}`;

export const STORIES: readonly ActionStory[] = [
  story('elasticloadbalancing.put-default-action', RULE, 'elb-listener', {
    make: makeRedirecting,
    drift: () => [putDefaultAction({ before: REDIRECT, after: BLANK })],
    event: ({ id }) => [
      'elasticloadbalancing:ModifyListener',
      {
        listenerArn: arnOf(id),
        defaultActions: [
          {
            type: 'fixed-response',
            fixedResponseConfig: { statusCode: '200', contentType: 'text/plain', messageBody: 'welcome' },
          },
        ],
      },
    ],
  }),
  story('elasticloadbalancing.put-ssl-policy', RULE, 'elb-listener', {
    make: (aws) => makeListener(aws, PLACE, 'HTTPS', NEW),
    drift: () => [putSslPolicy({ before: NEW, after: OLD })],
    event: ({ id }) => ['elasticloadbalancing:ModifyListener', { listenerArn: arnOf(id), sslPolicy: OLD }],
  }),
];
