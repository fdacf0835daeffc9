import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Deployment, startDeployment } from './deployment.ts';
import { AGREED, type FaultStory, OPEN, PUT_BACK } from './fault-stories.ts';
import { astray, openStage, type Stage } from './play.ts';
import { isWrite, kindsOf, type Point, type Trouble } from './points.ts';
import { SETTINGS } from './settings.ts';
import { startStandinCloud } from './standin-cloud.ts';
import { waiting } from './waiting.ts';

const LONG = 300_000;

/** Of the loops of `each-call.test.ts` and `each-write.test.ts`, which are played in the stand-in, some in moto. */
const SAMPLE: readonly { readonly title: string; readonly of: (points: readonly Point[]) => readonly Trouble[] }[] = [
  {
    title: 'each kind of call fails once',
    of: (points) => kindsOf(points).map((point) => ({ point, fault: 'failing', times: 1 })),
  },
  {
    title: 'each kind of write takes effect, and is not answered',
    of: (points) => kindsOf(points.filter(isWrite)).map((point) => ({ point, fault: 'answer lost', times: 1 })),
  },
  {
    title: 'a function dies after each kind of write of remediate',
    of: (points) =>
      kindsOf(points.filter(isWrite))
        .filter(({ caller }) => caller === 'remediate')
        .map((point) => ({ point, fault: 'dies after', times: 1 })),
  },
];

/** Proves on moto that the stand-in is asked the same, and that what goes wrong ends as well. */
export function expectStandinRight(deployed: () => Deployment): void {
  describe('as in the stand-in that the fault loops are played in', () => {
    let standin: Deployment;
    let here: Stage;
    let there: Stage;
    let points: readonly Point[];

    beforeAll(async () => {
      standin = (await startDeployment(
        { remediation: 'auto' },
        { settings: SETTINGS, cloud: startStandinCloud },
      )) as Deployment;
      here = openStage(deployed());
      there = openStage(standin);
      points = (await here.record(PUT_BACK)).filter(({ isOwn }) => isOwn);
    }, LONG);
    afterAll(() => standin.stop());

    // How often notify makes a call depends on how soon the channels answer. Where people resume and agree, remediate has
    // both at once, and reads again where one was in the way of the other.
    const STORIES: readonly (readonly [string, FaultStory, readonly string[]])[] = [
      ['a port is opened, told, and closed again', PUT_BACK, ['notify']],
      ['people agree, and want it undone', AGREED, ['detect', 'notify', 'remediate']],
    ];

    test.each(STORIES)(
      '%s: each function makes the same calls',
      async (_, story, uncounted) => {
        // What a process remembers, it does not ask for.
        for (const { functions } of [deployed(), standin]) for (const each of functions.values()) each.kill();
        expect(countsOf(await here.record(story), uncounted)).toEqual(countsOf(await there.record(story), uncounted));
      },
      LONG,
    );

    test.each(SAMPLE)(
      '$title: all is told, nothing is left, and the group is as it should be',
      async ({ of }) => {
        expect(astray(await here.playAlone(PUT_BACK, of(points)), PUT_BACK)).toEqual({});
        expect(await waiting(deployed())).toEqual({});
      },
      LONG,
    );

    test(
      'a fix that always fails is told, and nothing is pretended',
      async () => {
        const point =
          points.find(({ operation }) => operation === 'RevokeSecurityGroupIngress') ?? expect.fail('it is not called');
        const [played] = await here.play(PUT_BACK, [{ point, fault: 'failing', times: 'always' }]);
        expect(played).toMatchObject({ transitions: ['opened', 'failed'], looks: OPEN, status: 'open', wrong: [] });
      },
      LONG,
    );
  });
}

/** How often each function makes each call; of some functions, only which calls. */
function countsOf(points: readonly Point[], uncounted: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { caller, operation, isOwn, nth } of points)
    counts[`${caller} ${operation}${isOwn ? '' : ', for all'}`] = uncounted.includes(caller) ? 1 : nth;
  return counts;
}
