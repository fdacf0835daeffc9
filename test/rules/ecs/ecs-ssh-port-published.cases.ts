import type { Container } from '../../../shared/resources/ecs-task-definition/kind.ts';
import rule from '../../../shared/rules/ecs/ecs-ssh-port-published.ts';
import { casesOf } from '../../support/rule-cases.ts';
import { deleteRevisions, deregister, register } from './register.ts';

const before: Container = { name: 'app', privileged: false, user: null, environment: [], repositoryCredentials: null };
const plain: Container = { ...before, ports: [[443, 443]], secrets: [] };
const port = (port: number) => ({ message: 'port', path: `app:${port}`, data: { container: 'app', port } }) as const;
const key = (variable: string) =>
  ({ message: 'key', path: `app/${variable}`, data: { container: 'app', variable } }) as const;

const app = { name: 'app', image: 'example/app:1' };
const ssh = { ...app, portMappings: [{ containerPort: 22, hostPort: 0, protocol: 'tcp' }] };

export default casesOf(rule, {
  compliant: [
    { name: 'another port', state: { containers: [plain] } },
    {
      name: 'names that are none of private keys',
      state: { containers: [{ ...plain, secrets: ['SSH_PUBLIC_KEY', 'SSH_HOST', 'API_KEY', 'PUSHKEY'] }] },
    },
    {
      name: 'a family that uses SSH on purpose',
      id: 'sftp-in',
      state: { containers: [{ ...plain, ports: [[22, 22]] }] },
      options: { sshTasks: ['sftp-*'] },
    },
    {
      name: 'other ports of SSH',
      state: { containers: [{ ...plain, ports: [[22, 22]] }] },
      options: { ports: [2200] },
    },
  ],
  drifted: [
    {
      name: 'both ports',
      state: {
        containers: [
          {
            ...plain,
            ports: [
              [22, 22],
              [2222, 2222],
            ],
          },
        ],
      },
      violations: [port(22), port(2222)],
    },
    {
      name: 'a range of ports',
      state: { containers: [{ ...plain, ports: [[2000, 3000]] }] },
      violations: [port(2222)],
    },
    {
      name: 'keys, as a secret and as a variable',
      state: {
        containers: [
          { ...plain, environment: [{ name: 'DEPLOY_SSH_KEY' }], secrets: ['SSH_PRIVATE_KEY', 'ssh-host-key'] },
        ],
      },
      violations: [key('DEPLOY_SSH_KEY'), key('SSH_PRIVATE_KEY'), key('ssh-host-key')],
    },
    {
      name: 'what is not known excuses nothing',
      state: { containers: [{ ...before, ports: [[22, 22]] }] },
      violations: [port(22)],
    },
  ],
  unknown: [
    { name: 'no event showed the containers', state: { revision: 4 } },
    { name: 'no event showed the ports', state: { containers: [before] } },
  ],
  events: [
    {
      name: 'registered, and corrected by a newer revision',
      events: [register(4, [ssh]), register(5, [app])],
      transitions: ['opened', 'resolved'],
      resource: 'web',
      texts: [/^Container app publishes port 22/],
    },
    {
      name: 'a port of the host, written as text',
      events: [register(4, [{ ...app, portMappings: [{ containerPort: '8022', hostPort: '2222' }] }])],
      transitions: ['opened'],
    },
    {
      name: 'a range of ports',
      events: [register(4, [{ ...app, portMappings: [{ containerPortRange: '20-30' }] }]), deregister(4)],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a key from Secrets Manager',
      events: [
        register(4, [{ ...app, secrets: [{ name: 'SSH_PRIVATE_KEY', valueFrom: 'deploy-key' }] }]),
        deleteRevisions([4]),
      ],
      transitions: ['opened', 'resolved'],
      texts: [/^Variable SSH_PRIVATE_KEY of container app/],
    },
    { name: 'a refused call', events: [register(4, [ssh], { errorCode: 'ClientException' })], transitions: [] },
  ],
});
