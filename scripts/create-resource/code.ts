import type { Change, Subject } from './subject.ts';

/*
 * Every gap says TODO, and a test finds those that are left. What is not written throws, so that even one that was
 * forgotten changes nothing and acquits nobody.
 */

export function kindTemplate({ type, awsType, client, variable, state, words, changes }: Subject): string {
  return `import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { arnOf } from '../../core/arn.ts';

/** TODO say what it is. @see TODO the AWS page that the fields rest on */
export interface ${state} {
  /** TODO each field that a rule judges. \`undefined\`: nothing has shown it; \`null\`: known to be absent. */
  readonly todo?: boolean;
}

export const ${variable} = defineKind<${state}>()({
  name: '${type}',
  type: '${awsType}',
  title: 'TODO its name for people, such as "EC2 security group"',
  blank: {},
  // TODO compare with the ARNs of AWS, and leave it out where the type has none
  arn: (ref) => arnOf('${client.service}', ref, \`TODO/\${ref.id}\`),
  events: {
    // TODO keep each event that changes the resource, with the fields that it \`sets\`, and with \`evolve\`: what is known
    // after it. Leave both out where it proves nothing.
${changes.map((change) => `    '${client.service}:${change.call}': ${mapping(change)},`).join('\n')}
  },
});

function named(event: TrailEvent): string[] {
  // TODO return the ids in the event, read with shared/core/json.ts; \`\${event.eventName} names no ${words}\` where it has none
  throw new UnreadableEvent(\`shared/resources/${type}/kind.ts: TODO say which ${words} \${event.eventName} names\`);
}
`;
}

function mapping({ does }: Change): string {
  if (does === 'ends') return '{ ids: named, evolve: () => GONE }';
  return does === 'creates' ? '{ ids: named, creates: true }' : '{ ids: named }';
}

export function actionsTemplate({ client, state, type }: Subject): string {
  return `import { swap } from '../../core/action.ts';
import type { ${state} } from './kind.ts';

/**
 * TODO name it after its call, such as \`putRetention\`. \`inverses\` makes two calls that undo each other. Where no call
 * fixes anything, remove this file, effects.ts and test/e2e/stories-${type}.ts.
 */
export const putTodo = swap<${state}, boolean>()({
  type: '${client.service}.put-todo',
  describe: ({ after }) => \`TODO say what it does, such as "Keep logs for \${after} days"\`,
  simulate: (known, { after }) => ({ ...known, todo: after }),
});
`;
}

export function readerTemplate({ type, client, variable, reads }: Subject): string {
  const calls = reads.length > 0 ? reads.join(', ') : `the documentation of ${client.package}`;
  return `import { ${client.name} } from '${client.package}';
import { defineReader } from '../../aws/reader.ts';
import { ${variable} } from './kind.ts';

// TODO the calls, of ${calls}
export default defineReader(${variable}, {
  permissions: {
    // TODO the IAM actions of the calls, and the narrowest resource that IAM knows for each
    read: { '${client.service}:TODO': '*' },
    list: { '${client.service}:TODO': '*' },
  },
  async read(ref, aws) {
    aws.client(${client.name}, ref);
    // TODO return the whole state; GONE only where AWS says that there is no such resource (absentOn)
    throw new Error(\`shared/resources/${type}/reader.ts: TODO read \${ref.id}\`);
  },
  async list(place, aws) {
    aws.client(${client.name}, place);
    // TODO return one page of ids: page(ids, token)
    throw new Error(\`shared/resources/${type}/reader.ts: TODO list those of \${place.region}\`);
  },
});
`;
}

export function effectsTemplate({ type, client }: Subject): string {
  return `import { ${client.name} } from '${client.package}';
import { effectOf } from '../../aws/effect.ts';
import { putTodo } from './actions.ts';

export default [
  effectOf(putTodo, {
    // TODO the IAM actions of the calls, and the narrowest resource that IAM knows for each
    permissions: { '${client.service}:TODO': '*' },
    async apply(ref, { after }, aws) {
      aws.client(${client.name}, ref);
      // TODO do what the action's \`simulate\` says; doing it again does no harm
      throw new Error(\`shared/resources/${type}/effects.ts: TODO put \${after} on \${ref.id}\`);
    },
  }),
];
`;
}
