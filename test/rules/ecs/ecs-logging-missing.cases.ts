import type { Container } from '../../../shared/resources/ecs-task-definition/kind.ts';
import rule from '../../../shared/rules/ecs/ecs-logging-missing.ts';
import { casesOf } from '../../support/rule-cases.ts';
import { deleteRevisions, deregister, register } from './register.ts';

const plain: Container = { name: 'app', privileged: false, user: null, environment: [], repositoryCredentials: null };
const logged: Container = { ...plain, logDriver: 'awslogs' };
const silent: Container = { ...plain, name: 'agent', logDriver: null };
const violations = [{ message: 'silent', path: 'agent', data: { container: 'agent' } }] as const;

const agent = { name: 'agent', image: 'example/agent:1' };
const fixed = { ...agent, logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': '/shop' } } };

export default casesOf(rule, {
  compliant: [
    { name: 'a log driver', state: { containers: [logged] } },
    {
      name: 'a family whose logs are not needed',
      id: 'batch-copy',
      state: { containers: [silent] },
      options: { silentTasks: ['batch-*'] },
    },
  ],
  drifted: [
    { name: 'one of two containers', state: { containers: [logged, silent] }, violations },
    { name: 'the driver that keeps nothing', state: { containers: [{ ...silent, logDriver: 'none' }] }, violations },
    { name: 'beside one that no event showed', state: { containers: [plain, silent] }, violations },
  ],
  unknown: [
    { name: 'no event showed the containers', state: { revision: 4 } },
    { name: 'no event showed the driver', state: { containers: [plain] } },
  ],
  events: [
    {
      name: 'registered, and corrected by a newer revision',
      events: [register(4, [agent]), register(5, [fixed])],
      transitions: ['opened', 'resolved'],
      resource: 'web',
      texts: [/^Container agent has no log driver/],
    },
    { name: 'deregistered', events: [register(4, [agent]), deregister(4)], transitions: ['opened', 'resolved'] },
    { name: 'deleted', events: [register(4, [agent]), deleteRevisions([4])], transitions: ['opened', 'resolved'] },
    { name: 'a refused call', events: [register(4, [agent], { errorCode: 'ClientException' })], transitions: [] },
  ],
});
