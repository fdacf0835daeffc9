import type { Container } from '../../../shared/resources/ecs-task-definition/kind.ts';
import rule from '../../../shared/rules/ecs/ecs-writable-root-filesystem.ts';
import { casesOf } from '../../support/rule-cases.ts';
import { deleteRevisions, deregister, register } from './register.ts';

const plain: Container = { name: 'app', privileged: false, user: null, environment: [], repositoryCredentials: null };
const closed: Container = { ...plain, readonlyRootFilesystem: true };
const writable: Container = { ...plain, name: 'agent', readonlyRootFilesystem: false };
const violations = [{ message: 'writable', path: 'agent', data: { container: 'agent' } }] as const;

const agent = { name: 'agent', image: 'example/agent:1' };
const fixed = { ...agent, readonlyRootFilesystem: true };

export default casesOf(rule, {
  compliant: [
    { name: 'read-only', state: { containers: [closed] } },
    { name: 'Windows', state: { windows: true, containers: [writable] } },
    {
      name: 'a container that writes on purpose',
      id: 'web',
      state: { containers: [closed, writable] },
      options: { writableTasks: ['*/agent'] },
    },
  ],
  drifted: [
    { name: 'one of two containers', state: { containers: [closed, writable] }, violations },
    { name: 'beside one that no event showed', state: { containers: [plain, writable] }, violations },
  ],
  unknown: [
    { name: 'no event showed the containers', state: { revision: 4 } },
    { name: 'no event showed the file system', state: { containers: [plain] } },
  ],
  events: [
    {
      name: 'registered, and corrected by a newer revision',
      events: [register(4, [agent]), register(5, [fixed])],
      transitions: ['opened', 'resolved'],
      resource: 'web',
      texts: [/^Container agent can write/],
    },
    {
      name: 'said to be writable',
      events: [register(4, [{ ...agent, readonlyRootFilesystem: false }])],
      transitions: ['opened'],
    },
    { name: 'written as text', events: [register(4, [{ ...agent, readonlyRootFilesystem: 'true' }])], transitions: [] },
    { name: 'deregistered', events: [register(4, [agent]), deregister(4)], transitions: ['opened', 'resolved'] },
    { name: 'deleted', events: [register(4, [agent]), deleteRevisions([4])], transitions: ['opened', 'resolved'] },
    { name: 'a refused call', events: [register(4, [agent], { errorCode: 'ClientException' })], transitions: [] },
  ],
});
