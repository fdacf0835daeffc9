import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Deployment, startDeployment } from './deployment.ts';
import { AGREED, type FaultStory, PUT_BACK } from './fault-stories.ts';
import { astray, openStage, type Stage } from './play.ts';
import { channelOf, isWrite, kindsOf, type Point, type Trouble } from './points.ts';
import { SETTINGS } from './settings.ts';
import { startStandinCloud } from './standin-cloud.ts';
import { waiting } from './waiting.ts';

const LONG = 600_000;

/** Attempts of one call, until a function gives up. */
const ALL_ATTEMPTS = 3;

interface Way {
  readonly title: string;
  readonly fault: Trouble['fault'];
  readonly times: number | ((point: Point) => number);
  /** Which of a story's calls: all, or the first of each kind. */
  readonly of: (points: readonly Point[]) => readonly Point[];
}

const WAYS: readonly Way[] = [
  { title: 'fails once', fault: 'failing', times: 1, of: kindsOf },
  {
    title: 'takes effect, and is not answered',
    fault: 'answer lost',
    // An alert is told once more with every attempt.
    times: (point) => (channelOf(point) === undefined ? ALL_ATTEMPTS : 1),
    of: (points) => points.filter(isWrite),
  },
  // Seconds each, so that there is one of each kind.
  { title: 'never arrives, and its function gives up', fault: 'lost', times: ALL_ATTEMPTS, of: kindsOf },
  { title: 'is throttled until its function gives up', fault: 'throttled', times: ALL_ATTEMPTS, of: kindsOf },
  {
    title: 'takes effect, and is answered too late',
    fault: 'slow',
    times: 1,
    of: (points) => kindsOf(points.filter(isWrite)),
  },
];

const STORIES: readonly { readonly title: string; readonly story: FaultStory; readonly callers: readonly string[] }[] =
  [
    { title: 'a port is opened, told, and closed again', story: PUT_BACK, callers: ['detect', 'notify', 'remediate'] },
    // What detect and notify do in it, they do above.
    { title: 'people agree, and want it undone', story: AGREED, callers: ['remediate', 'respond'] },
  ];

describe('deployed, with calls that go wrong', () => {
  describe.each(STORIES)('$title', ({ story, callers }) => {
    let deployment: Deployment;
    let stage: Stage;
    let points: readonly Point[];

    beforeAll(async () => {
      deployment = (await startDeployment(
        { remediation: story.remediation },
        { settings: SETTINGS, cloud: startStandinCloud },
      )) as Deployment;
      stage = openStage(deployment);
      points = (await stage.record(story)).filter(({ caller }) => callers.includes(caller));
    }, LONG);
    afterAll(() => deployment.stop());

    test('each function calls something', () => {
      expect([...new Set(points.map(({ caller }) => caller))].sort()).toEqual(callers);
    });

    test.each(WAYS)(
      'any of its calls $title: all is told, nothing is left, and the group is as it should be',
      async ({ fault, times, of }) => {
        const troubles = of(points).map(
          (point): Trouble => ({ point, fault, times: typeof times === 'number' ? times : times(point) }),
        );
        const own = await stage.play(
          story,
          troubles.filter(({ point }) => point.isOwn),
        );
        // What is asked for several at once, or for all, is told apart only while nothing else happens.
        const others = own.filter(({ hasMet }) => !hasMet).map(({ trouble }) => trouble);
        const alone = await stage.playAlone(story, [...others, ...troubles.filter(({ point }) => !point.isOwn)]);
        expect(astray([...own.filter(({ hasMet }) => hasMet), ...alone], story)).toEqual({});
        expect(await waiting(deployment)).toEqual({});
      },
      LONG,
    );
  });
});
