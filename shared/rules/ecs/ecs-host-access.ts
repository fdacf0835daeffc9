import { posix } from 'node:path';
import * as z from 'zod';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { anyCovers, globCovers } from '../../policy/glob.ts';
import { ecsTaskDefinition, type HostSharing, namesContainer } from '../../resources/ecs-task-definition/kind.ts';

/** Those that Docker gives every container. @see https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities */
const GIVEN =
  /^(CAP_)?(AUDIT_WRITE|CHOWN|DAC_OVERRIDE|FOWNER|FSETID|KILL|MKNOD|NET_BIND_SERVICE|NET_RAW|SETFCAP|SETGID|SETPCAP|SETUID|SYS_CHROOT)$/i;
const SHARED = { network: 'network', processes: 'processes', memory: 'shared memory' } as const;

export default defineRule({
  id: 'ecs-host-access',
  title: 'ECS tasks are kept apart from their host',
  severity: 'high',
  kind: ecsTaskDefinition,
  watches: ['revision', 'containers', 'host'],
  controls: ['ecs-host-namespace', 'ecs-host-path-mount', 'ecs-added-capabilities'],
  options: z.strictObject({
    hostTasks: z
      .array(z.string())
      .default([])
      .describe(
        'Families that use their host on purpose, or family/container for capabilities and devices; * matches any text.',
      ),
    paths: z
      .array(z.string())
      .default([])
      .describe('Paths of the host that tasks may mount, such as /data/*; * matches any text.'),
  }),
  messages: {
    namespace: {
      text: 'The tasks share the {{what}} of their host.',
      resolved: 'The tasks no longer share the {{what}} of their host.',
      controls: ['ecs-host-namespace'],
    },
    path: {
      text: 'Volume {{volume}} mounts {{path}} of the host.',
      resolved: 'Volume {{volume}} no longer mounts {{path}} of the host.',
      controls: ['ecs-host-path-mount'],
    },
    capability: {
      text: 'Container {{container}} has the Linux capability {{capability}}.',
      controls: ['ecs-added-capabilities'],
    },
    device: {
      text: 'Container {{container}} uses the device {{device}} of the host.',
      resolved: 'Container {{container}} no longer uses the device {{device}} of the host.',
      controls: ['ecs-added-capabilities'],
    },
  },
  fix: 'Register a revision without the shared namespace, path, capability or device, and update the services that run this revision.',

  judge({ containers, host }, { ref, options }) {
    if (options.hostTasks.some((pattern) => !pattern.includes('/') && globCovers(pattern, ref.id))) return [];
    const judged = containers?.filter((each) => !namesContainer(options.hostTasks, ref.id, each)) ?? [];
    const own = judged.flatMap(({ name: container, capabilities = [], devices = [] }) => [
      ...[...new Set(capabilities)]
        .filter((capability) => !GIVEN.test(capability))
        .map((capability) => ({
          message: 'capability' as const,
          path: `${container}/${capability}`,
          data: { container, capability },
        })),
      ...[...new Set(devices)].map((device) => ({
        message: 'device' as const,
        path: `${container}${device}`,
        data: { container, device },
      })),
    ]);
    const isHidden = judged.some(({ capabilities, devices }) => !capabilities || !devices);
    return conclude(
      [...(host ? sharedWith(host, options.paths) : []), ...own],
      (!containers || !host || isHidden) &&
        unknown('No event showed all that this task definition shares with its host.'),
    );
  },
});

function sharedWith(host: HostSharing, allowed: readonly string[]) {
  const spaces = (['network', 'processes', 'memory'] as const)
    .filter((space) => host[space])
    .map((space) => ({ message: 'namespace' as const, path: space, data: { what: SHARED[space] } }));
  const paths = Object.entries(host.paths)
    .map(([volume, path]) => ({ volume, path: posix.normalize(path) }))
    .filter(({ path }) => !anyCovers(allowed, path))
    .map(({ volume, path }) => ({ message: 'path' as const, path: `volume/${volume}`, data: { volume, path } }));
  return [...spaces, ...paths];
}
