import rule from '../../../shared/rules/ecr/ecr-repository-public.ts';
import { trailRecord } from '../../support/events.ts';
import { allowing, policyCases, policyDocument } from '../../support/policy-cases.ts';

const PULL = 'ecr:BatchGetImage';
const repositoryName = 'orders/api';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`ecr:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { repositoryName, ...request }, ...parts });
const policyText = JSON.stringify(policyDocument(allowing('Anyone', '*', PULL)));

export default policyCases(rule, {
  action: PULL,
  sharedOption: 'sharedRepositories',
  events: [
    {
      name: 'a policy for anyone, and its end',
      events: [
        call('CreateRepository', 0, {}),
        call('SetRepositoryPolicy', 1, { policyText }),
        call('DeleteRepositoryPolicy', 2, {}),
      ],
      transitions: ['opened', 'resolved'],
      resource: repositoryName,
    },
    {
      name: 'a repository with such a policy, that is deleted',
      events: [call('SetRepositoryPolicy', 0, { policyText }), call('DeleteRepository', 1, {})],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [call('SetRepositoryPolicy', 0, { policyText }, { errorCode: 'InvalidParameterException' })],
      transitions: [],
    },
    {
      name: 'a policy that the request does not show',
      events: [call('SetRepositoryPolicy', 0, {})],
      transitions: [],
      unreadable: /shows no policy/,
    },
  ],
});
