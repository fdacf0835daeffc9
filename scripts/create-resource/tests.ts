import type { Subject } from './subject.ts';

export function kindTestTemplate({ type, client, variable, words, changes }: Subject): string {
  return `import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { ${variable} } from '../../../shared/resources/${type}/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'TODO-the-id-of-one';

test.each([
  // TODO one or more for each event: the request as CloudTrail writes it, and what is known after it
${changes.map(({ call, does }) => `  ['${client.service}:${call}', { request: {} }, ${does === 'ends' ? 'GONE' : `'TODO'`}],`).join('\n')}
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(${variable}, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(${variable}, undefined, event, ID)).toEqual(state);
});

test('an event that names no ${words} is unreadable', () => {
  const event = decodeEvent(trailRecord('${client.service}:${changes[0]?.call}', { request: {} }));
  expect(() => refsOf(${variable}, event), 'shared/resources/${type}/kind.ts: named').toThrow('names no ${words}');
});
`;
}

export function callsTemplate({ type, client, variable, words }: Subject): string {
  return `import { ${client.name} } from '${client.package}';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putTodo } from '../../../shared/resources/${type}/actions.ts';
import ${variable} from '../../../shared/resources/${type}/reader.ts';
import { describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';

const FILE = 'test/resources/${type}/calls.test.ts';

describeWithMoto('${words}: calls to AWS', () => {
  const aws = motoAws();

  /** The id of a new one, which is as it should be. */
  async function make(): Promise<string> {
    aws.client(${client.name}, PLACE);
    // TODO make it: await client.send(new Create…Command({ … }))
    throw new Error(\`\${FILE}: TODO make one, and return its id\`);
  }

  test('is read', async () => {
    expect(await ${variable}.read(refOn(${variable}, await make()), aws)).toEqual({});
  });

  test('is changed as the action says, and back', async () => {
    await expectConforming(${variable}, refOn(${variable}, await make()), putTodo({ before: true, after: false }), aws);
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(${variable}, await make());
    expect(await listed(${variable}, aws)).toContain(ref.id);
    // TODO delete it
    expect(await ${variable}.read(ref, aws)).toBe(GONE);
    expect(await listed(${variable}, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(${variable}, refOn(${variable}, await make()), motoAws());
  });
});

describe('${words}: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(${client.name}, PLACE));

  test('every page is listed', async () => {
    client.reset();
    // TODO two pages: client.on(List…Command).resolves({ … })
    expect(await listed(${variable}, aws), \`\${FILE}: TODO the ids of two pages\`).toEqual(['one', 'two']);
  });
});
`;
}

export function storyTemplate({ type, client, changes }: Subject): string {
  return `import { ${client.name} } from '${client.package}';
import { putTodo } from '../../shared/resources/${type}/actions.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

/** A deployment gets the event, and the plan of the rule reverts what \`drift\` did. */
export const STORIES: readonly ActionStory[] = [
  story('${client.service}.put-todo', 'TODO the id of the rule', '${type}', {
    async make(aws) {
      aws.client(${client.name}, PLACE);
      // TODO make one as it should be, and return its id
      throw new Error('test/e2e/stories-${type}.ts: TODO make one');
    },
    drift: () => [putTodo({ before: false, after: true })],
    // TODO what CloudTrail writes of that
    event: ({ id }) => ['${client.service}:${changes[0]?.call}', { TODO: id }],
  }),
];
`;
}
