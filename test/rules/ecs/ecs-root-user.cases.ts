import type { Container } from '../../../shared/resources/ecs-task-definition/kind.ts';
import rule from '../../../shared/rules/ecs/ecs-root-user.ts';
import { casesOf } from '../../support/rule-cases.ts';
import { deleteRevisions, deregister, register } from './register.ts';

const as = (user: string | null, name = 'app'): Container => ({
  name,
  privileged: false,
  user,
  environment: [],
  repositoryCredentials: null,
});
const root = (user: string, name = 'app') =>
  ({ message: 'root', path: name, data: { container: name, user } }) as const;
const unset = { message: 'unset', path: 'app', data: { container: 'app' } } as const;

const app = { name: 'app', image: 'example/app:1' };
const windows = {
  more: { runtimePlatform: { operatingSystemFamily: 'WINDOWS_SERVER_2022_CORE', cpuArchitecture: 'X86_64' } },
};

export default casesOf(rule, {
  compliant: [
    {
      name: 'other users, by name and by number',
      state: { containers: ['app', '1000', '1000:1000', 'rooty', '10'].map((user) => as(user, user)) },
    },
    { name: 'the group root alone', state: { containers: [as('1000:0'), as('app:root', 'other')] } },
    { name: 'Windows has no root', state: { windows: true, containers: [as(null)] } },
    { name: 'a user is required, and named', state: { containers: [as('app')] }, options: { requireUser: true } },
    {
      name: 'a family that runs as root on purpose',
      id: 'migrate-db',
      state: { containers: [as('root')] },
      options: { rootTasks: ['migrate-*'] },
    },
    {
      name: 'one container on purpose',
      id: 'web',
      state: { containers: [as('0', 'agent'), as('app')] },
      options: { rootTasks: ['web/agent'] },
    },
  ],
  drifted: [
    {
      name: 'every way to write root',
      state: { containers: ['root', '0', '0:0', 'root:root', 'root:wheel', '0:1000'].map((user) => as(user, user)) },
      violations: ['root', '0', '0:0', 'root:root', 'root:wheel', '0:1000'].map((user) => root(user, user)),
    },
    {
      name: 'a container that names no user beside it',
      state: { containers: [as('root'), as(null, 'sidecar')] },
      violations: [root('root')],
    },
    {
      name: 'a user is required, and none named',
      state: { containers: [as(null)] },
      options: { requireUser: true },
      violations: [unset],
    },
    {
      name: 'a group alone is no user',
      state: { containers: [as(':1000')] },
      options: { requireUser: true },
      violations: [unset],
    },
    {
      name: 'another family runs as root on purpose',
      id: 'web',
      state: { containers: [as('0')] },
      options: { rootTasks: ['migrate-*'] },
      violations: [root('0')],
    },
  ],
  unknown: [
    { name: 'no event showed the containers', state: {} },
    { name: 'the image decides', state: { containers: [as(null), as('app', 'other')] } },
  ],
  events: [
    {
      name: 'root, and corrected by a newer revision',
      events: [register(4, [{ ...app, user: 'root' }]), register(5, [{ ...app, user: '1000' }])],
      transitions: ['opened', 'resolved'],
      resource: 'web',
    },
    {
      name: 'a number',
      events: [register(4, [{ ...app, user: 0 }])],
      transitions: ['opened'],
      texts: ['Container app runs as root ("0").'],
    },
    {
      name: 'leaving the user out does not resolve it',
      events: [register(4, [{ ...app, user: '0:0' }]), register(5, [app])],
      transitions: ['opened'],
      doubt: /does not show the user of its image/,
    },
    { name: 'no user named', events: [register(4, [{ ...app, user: '' }])], transitions: [], doubt: /names no user/ },
    {
      name: 'no user named where one is required',
      events: [register(4, [app])],
      transitions: ['opened'],
      options: { requireUser: true },
    },
    { name: 'a Windows task', events: [register(4, [app], windows)], transitions: [], options: { requireUser: true } },
    {
      name: 'deregistered',
      events: [register(4, [{ ...app, user: 'root' }]), deregister(4)],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'deleted',
      events: [register(4, [{ ...app, user: 'root' }]), deleteRevisions([4])],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [register(4, [{ ...app, user: 'root' }], { errorCode: 'ClientException' })],
      transitions: [],
    },
  ],
});
