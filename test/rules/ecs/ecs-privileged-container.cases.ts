import type { Container } from '../../../shared/resources/ecs-task-definition/kind.ts';
import rule from '../../../shared/rules/ecs/ecs-privileged-container.ts';
import { casesOf } from '../../support/rule-cases.ts';
import { deleteRevisions, deregister, register } from './register.ts';

const plain: Container = { name: 'app', privileged: false, user: null, environment: [], repositoryCredentials: null };
const privileged: Container = { ...plain, name: 'agent', privileged: true };
const violations = [{ message: 'privileged', path: 'agent', data: { container: 'agent' } }] as const;

const app = { name: 'app', image: 'example/app:1' };
const agent = { name: 'agent', image: 'example/agent:1', privileged: true };

export default casesOf(rule, {
  compliant: [
    { name: 'no privileges', state: { containers: [plain] } },
    {
      name: 'a family that is privileged on purpose',
      id: 'node-agent',
      state: { containers: [privileged] },
      options: { privilegedTasks: ['node-*'] },
    },
    {
      name: 'one container on purpose',
      id: 'web',
      state: { containers: [plain, privileged] },
      options: { privilegedTasks: ['*/agent'] },
    },
  ],
  drifted: [
    { name: 'one of two containers', state: { containers: [plain, privileged] }, violations },
    {
      name: 'another family is privileged on purpose',
      id: 'web',
      state: { containers: [privileged] },
      options: { privilegedTasks: ['node-*', 'web/app'] },
      violations,
    },
  ],
  unknown: [{ name: 'no event showed the containers', state: { revision: 4 } }],
  events: [
    {
      name: 'registered, and corrected by a newer revision',
      events: [register(4, [app, agent]), register(5, [app, { ...agent, privileged: false }])],
      transitions: ['opened', 'resolved'],
      resource: 'web',
    },
    {
      name: 'written as text',
      events: [register(4, [{ ...agent, privileged: 'true' }])],
      transitions: ['opened'],
      texts: [/^Container agent is privileged/],
    },
    {
      name: 'corrected, and wrong again',
      events: [register(4, [agent]), register(5, [app]), register(6, [agent])],
      transitions: ['opened', 'resolved', 'reopened'],
    },
    { name: 'deregistered', events: [register(4, [agent]), deregister(4)], transitions: ['opened', 'resolved'] },
    {
      name: 'the newest deregistered, which brings a bad older one back',
      events: [register(4, [agent]), register(5, [agent, app]), deregister(5)],
      transitions: ['opened'],
    },
    {
      name: 'a clean one deregistered, which brings a bad older one back',
      events: [register(4, [agent]), register(5, [app]), deregister(5)],
      transitions: ['opened', 'resolved', 'reopened'],
    },
    { name: 'deleted', events: [register(4, [agent]), deleteRevisions([4])], transitions: ['opened', 'resolved'] },
    { name: 'a refused call', events: [register(4, [agent], { errorCode: 'AccessDeniedException' })], transitions: [] },
  ],
});
