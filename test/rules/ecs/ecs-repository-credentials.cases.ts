import type { Container } from '../../../shared/resources/ecs-task-definition/kind.ts';
import rule from '../../../shared/rules/ecs/ecs-repository-credentials.ts';
import { casesOf } from '../../support/rule-cases.ts';
import { deleteRevisions, deregister, register } from './register.ts';

const secret = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:registry-AbCdEf';
const from = (image: string, repositoryCredentials: string | null = secret): Container => ({
  name: image,
  image,
  privileged: false,
  user: null,
  environment: [],
  repositoryCredentials,
});
const inEcr = [
  '111122223333.dkr.ecr.eu-west-1.amazonaws.com/app:1',
  '444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn/app',
  '111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com/app',
  '111122223333.dkr-ecr.eu-west-1.on.aws/app@sha256:0123',
  'public.ecr.aws/example/app:1',
];

const app = { name: 'app', image: inEcr[0], repositoryCredentials: { credentialsParameter: secret } };

export default casesOf(rule, {
  compliant: [
    { name: 'ECR without credentials', state: { containers: inEcr.map((image) => from(image, null)) } },
    {
      name: 'credentials of another registry',
      state: {
        containers: [
          'registry.example.com/app:1',
          'example/app',
          'dkr.ecr.example.com/app',
          'example/public.ecr.aws/app',
        ].map((image) => from(image)),
      },
    },
    {
      name: 'an image that was not shown',
      state: { containers: [{ name: 'app', privileged: false, user: null, repositoryCredentials: secret }] },
    },
  ],
  drifted: [
    {
      name: 'ECR with credentials, in every partition',
      state: { containers: inEcr.map((image) => from(image)) },
      violations: inEcr.map((image) => ({ message: 'credentials', path: image, data: { container: image, image } })),
    },
  ],
  unknown: [{ name: 'no event showed the containers', state: {} }],
  events: [
    {
      name: 'registered, and corrected by a newer revision',
      events: [register(4, [app]), register(5, [{ name: 'app', image: inEcr[0] }])],
      transitions: ['opened', 'resolved'],
      resource: 'web',
    },
    { name: 'an empty element', events: [register(4, [{ ...app, repositoryCredentials: {} }])], transitions: [] },
    { name: 'deregistered', events: [register(4, [app]), deregister(4)], transitions: ['opened', 'resolved'] },
    { name: 'deleted', events: [register(4, [app]), deleteRevisions([4])], transitions: ['opened', 'resolved'] },
    { name: 'a refused call', events: [register(4, [app], { errorCode: 'ClientException' })], transitions: [] },
  ],
});
