import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Deployment, startDeployment } from './deployment.ts';
import { AGREED, type FaultStory, PUT_BACK } from './fault-stories.ts';
import { astray, openStage, type Stage } from './play.ts';
import { isWrite, type Point } from './points.ts';
import { SETTINGS } from './settings.ts';
import { startStandinCloud } from './standin-cloud.ts';
import { waiting } from './waiting.ts';

const LONG = 600_000;

interface Row {
  readonly title: string;
  readonly story: FaultStory;
  /** What each function writes in it at least, so that nothing is left out unnoticed. */
  readonly writes: Readonly<Record<string, readonly string[]>>;
}

const ROWS: readonly Row[] = [
  {
    title: 'a port is opened, told, and closed again',
    story: PUT_BACK,
    writes: {
      detect: ['TransactWriteItems'],
      remediate: ['RevokeSecurityGroupIngress', 'TransactWriteItems'],
      notify: ['Post', 'Publish', 'PutEvents', 'SendMessageBatch', 'UpdateItem'],
    },
  },
  {
    // What detect and notify do in it, they do above.
    title: 'people agree, and want it undone',
    story: AGREED,
    writes: {
      remediate: [
        'AuthorizeSecurityGroupIngress',
        'RevokeSecurityGroupIngress',
        'SendMessageBatch',
        'TransactWriteItems',
        'UpdateItem',
      ],
      respond: ['SendMessageBatch', 'TransactWriteItems'],
    },
  },
];

describe('deployed, with functions that die', () => {
  describe.each(ROWS)('$title', ({ story, writes }) => {
    let deployment: Deployment;
    let stage: Stage;
    let points: readonly Point[];

    beforeAll(async () => {
      deployment = (await startDeployment(
        { remediation: story.remediation },
        { settings: SETTINGS, cloud: startStandinCloud },
      )) as Deployment;
      stage = openStage(deployment);
      points = (await stage.record(story)).filter(isWrite);
    }, LONG);
    afterAll(() => deployment.stop());

    describe.each(Object.entries(writes))('%s dies', (caller, operations) => {
      const its = () => points.filter((point) => point.caller === caller);

      test('at one of its writes, and they are known', () => {
        expect([...new Set(its().map(({ operation }) => operation))].sort()).toEqual(operations);
      });

      test.each(['dies before', 'dies after'] as const)(
        'where it %s any of them, all is told, nothing is left, and the group is as it should be',
        async (fault) => {
          const ends = await stage.playAlone(
            story,
            its().map((point) => ({ point, fault, times: 1 })),
          );
          expect(astray(ends, story)).toEqual({});
          expect(await waiting(deployment)).toEqual({});
        },
        LONG,
      );
    });
  });
});
