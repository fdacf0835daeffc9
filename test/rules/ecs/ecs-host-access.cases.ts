import type { Container, HostSharing } from '../../../shared/resources/ecs-task-definition/kind.ts';
import rule from '../../../shared/rules/ecs/ecs-host-access.ts';
import { casesOf } from '../../support/rule-cases.ts';
import { deleteRevisions, deregister, register } from './register.ts';

const apart: HostSharing = { network: false, processes: false, memory: false, paths: {} };
const before: Container = { name: 'app', privileged: false, user: null, environment: [], repositoryCredentials: null };
const plain: Container = { ...before, capabilities: [], devices: [] };
const strong: Container = { ...plain, name: 'agent', capabilities: ['SYS_ADMIN', 'CHOWN'], devices: ['/dev/fuse'] };
const ofContainer = [
  { message: 'capability', path: 'agent/SYS_ADMIN', data: { container: 'agent', capability: 'SYS_ADMIN' } },
  { message: 'device', path: 'agent/dev/fuse', data: { container: 'agent', device: '/dev/fuse' } },
] as const;

const app = { name: 'app', image: 'example/app:1' };
const withSocket = { more: { volumes: [{ name: 'docker', host: { sourcePath: '/var/run/docker.sock' } }] } };

export default casesOf(rule, {
  compliant: [
    { name: 'nothing shared', state: { host: apart, containers: [plain] } },
    {
      name: 'capabilities that every container has',
      state: { host: apart, containers: [{ ...plain, capabilities: ['NET_RAW', 'CAP_CHOWN'] }] },
    },
    {
      name: 'a family that uses its host on purpose',
      id: 'node-agent',
      state: { host: { ...apart, processes: true }, containers: [strong] },
      options: { hostTasks: ['node-*'] },
    },
    {
      name: 'one container on purpose',
      id: 'web',
      state: { host: apart, containers: [plain, strong] },
      options: { hostTasks: ['web/agent'] },
    },
    {
      name: 'a path that may be mounted',
      state: { host: { ...apart, paths: { data: '/data/shop' } }, containers: [plain] },
      options: { paths: ['/data/*'] },
    },
  ],
  drifted: [
    {
      name: 'every namespace',
      state: { host: { ...apart, network: true, processes: true, memory: true }, containers: [plain] },
      violations: [
        { message: 'namespace', path: 'network', data: { what: 'network' } },
        { message: 'namespace', path: 'processes', data: { what: 'processes' } },
        { message: 'namespace', path: 'memory', data: { what: 'shared memory' } },
      ],
    },
    {
      name: 'a path that leaves the one that may be mounted',
      state: { host: { ...apart, paths: { data: '/data/../etc' } }, containers: [plain] },
      options: { paths: ['/data/*'] },
      violations: [{ message: 'path', path: 'volume/data', data: { volume: 'data', path: '/etc' } }],
    },
    { name: 'a capability and a device', state: { host: apart, containers: [plain, strong] }, violations: ofContainer },
    {
      name: 'one container on purpose does not excuse the namespace of all',
      id: 'web',
      state: { host: { ...apart, network: true }, containers: [strong] },
      options: { hostTasks: ['web/agent'] },
      violations: [{ message: 'namespace', path: 'network', data: { what: 'network' } }],
    },
    { name: 'what is not known excuses nothing', state: { containers: [before, strong] }, violations: ofContainer },
  ],
  unknown: [
    { name: 'no event showed the containers', state: { host: apart } },
    { name: 'no event showed what is shared', state: { containers: [plain] } },
    { name: 'no event showed the capabilities', state: { host: apart, containers: [before] } },
  ],
  events: [
    {
      name: 'the network of the host, and a newer revision without it',
      events: [register(4, [app], { more: { networkMode: 'host' } }), register(5, [app])],
      transitions: ['opened', 'resolved'],
      resource: 'web',
      texts: [/^The tasks share the network of their host/],
    },
    {
      name: 'the processes and the memory of the host',
      events: [register(4, [app], { more: { pidMode: 'host', ipcMode: 'host' } })],
      transitions: ['opened'],
    },
    {
      name: 'processes of the task only',
      events: [register(4, [app], { more: { pidMode: 'task' } })],
      transitions: [],
    },
    {
      name: 'the socket of Docker, and the end of the revision',
      events: [register(4, [app], withSocket), deregister(4)],
      transitions: ['opened', 'resolved'],
      texts: [/^Volume docker mounts \/var\/run\/docker\.sock of the host/],
    },
    {
      name: 'a volume that Docker makes',
      events: [register(4, [app], { more: { volumes: [{ name: 'scratch', host: {} }] } })],
      transitions: [],
    },
    {
      name: 'a capability and a device',
      events: [
        register(4, [
          {
            ...app,
            linuxParameters: {
              capabilities: { add: ['SYS_PTRACE'], drop: ['ALL'] },
              devices: [{ hostPath: '/dev/fuse', containerPath: '/dev/fuse' }],
            },
          },
        ]),
        deleteRevisions([4]),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [register(4, [app], { ...withSocket, errorCode: 'ClientException' })],
      transitions: [],
    },
  ],
});
