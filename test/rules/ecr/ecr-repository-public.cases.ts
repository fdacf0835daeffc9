import rule from '../../../shared/rules/ecr/ecr-repository-public.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { allowing, policyCases, policyDocument } from '../../support/policy-cases.ts';

const repositoryName = 'shop/orders';
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`ecr:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    request: { registryId: ACCOUNT, repositoryName, ...request },
    ...parts,
  });
/** Statements of a repository name no resource. */
const pull = (who: string) => ({ Sid: 'Pull', Effect: 'Allow', Principal: who, Action: ['ecr:BatchGetImage'] });
const put = (minute: number, ...statements: readonly object[]) =>
  call('SetRepositoryPolicy', minute, { policyText: JSON.stringify(policyDocument(...statements)), force: false });
const own = allowing('Own', `arn:aws:iam::${ACCOUNT}:root`, 'ecr:BatchGetImage');

export default policyCases(rule, {
  action: 'ecr:BatchGetImage',
  sharedOption: 'sharedRepositories',
  drifted: [
    {
      name: 'a statement without a resource',
      state: { policy: policyDocument(pull('*')) },
      violations: [{ message: 'public', path: 'Pull anyone', data: { says: 'anyone may ecr:BatchGetImage' } }],
    },
  ],
  events: [
    {
      name: 'a policy for anyone, and its end',
      events: [call('CreateRepository', 0), put(1, own), put(2, pull('*')), put(3, own)],
      transitions: ['opened', 'resolved'],
      resource: repositoryName,
    },
    {
      name: 'the policy is deleted',
      events: [put(0, pull('*')), call('DeleteRepositoryPolicy', 1)],
      transitions: ['opened', 'resolved'],
      texts: [/^The repository policy gives the public access: anyone may ecr:BatchGetImage/],
    },
    {
      name: 'the repository is deleted',
      events: [put(0, pull('*')), call('DeleteRepository', 1, { force: true })],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        call(
          'SetRepositoryPolicy',
          0,
          { policyText: JSON.stringify(policyDocument(pull('*'))) },
          { errorCode: 'AccessDenied' },
        ),
      ],
      transitions: [],
    },
    {
      name: 'a policy that the request does not show',
      events: [call('SetRepositoryPolicy', 0)],
      transitions: [],
      unreadable: /shows no policy/,
    },
  ],
});
