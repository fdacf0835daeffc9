import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findingId } from '../../shared/evaluate/subject.ts';
import { describeWithMoto } from '../support/aws.ts';
import { copyThatBundlesOnce } from '../support/project.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { leakyFunction, openedGroup, publicBucket, type Scene, SECRET } from './main-stories.ts';
import { startMotoCloud } from './moto-cloud.ts';
import { expectStandinRight } from './on-moto.ts';
import { SETTINGS } from './settings.ts';
import { type Heard, heardOf } from './told.ts';

const LONG = 900_000;
const JANE = 'jane@example.com';

interface Story {
  readonly title: string;
  readonly rule: string;
  /** Makes the resource; of each deployment it has another name. */
  readonly scene: (aws: Deployment['aws'], name: string) => Promise<Scene>;
  /** As AWS shows it. */
  readonly right: unknown;
  readonly drifted: unknown;
  /** What has to be in what people read. */
  readonly says: readonly string[];
  /** Whether Plumbline can put it back. */
  readonly reversible: boolean;
}

const STORIES: readonly Story[] = [
  {
    title: 'a security group opened to the internet',
    rule: 'sg-open-ingress',
    scene: openedGroup,
    right: ['443 from 10.0.0.0/8'],
    drifted: ['22 from 0.0.0.0/0', '443 from 10.0.0.0/8'],
    says: ['tcp/22 is open to 0.0.0.0/0', JANE],
    reversible: true,
  },
  {
    title: 'a bucket made public',
    rule: 's3-bucket-block-public-access-off',
    scene: publicBucket,
    right: { blocked: true, statements: 1 },
    drifted: { blocked: false, statements: 2 },
    says: ['Block Public Access is off', JANE],
    reversible: true,
  },
  {
    title: 'a secret put into the environment of a function',
    rule: 'lambda-secret-in-environment',
    scene: leakyFunction,
    right: ['STAGE'],
    drifted: ['PAYMENT_API_KEY', 'STAGE'],
    says: ['PAYMENT_API_KEY', JANE],
    reversible: false,
  },
];

/** The state of a story's resource, and what was heard, after each act. */
interface Act {
  readonly looks: unknown;
  readonly status: string | undefined;
  readonly heard: Heard;
}

type ActName = 'made' | 'drifted' | 'approved' | 'undone';

let deployment: Deployment;

/** One stack, which is deployed again with more and more of remediation: so none has to be made anew. */
describeWithMoto('deployed', () => {
  beforeAll(async () => {
    const cloud = () => startMotoCloud(copyThatBundlesOnce);
    deployment = (await startDeployment({ remediation: 'off' }, { settings: SETTINGS, cloud })) as Deployment;
  }, LONG);
  afterAll(() => deployment.stop());

  describe.each(['off', 'approve', 'auto'] as const)('with remediation %s', (mode) => {
    playStories(mode);
  });
  expectStandinRight(() => deployment);
});

function playStories(mode: 'off' | 'approve' | 'auto'): void {
  const acts = new Map<Story, Partial<Record<ActName, Act>>>();
  const sent: string[] = [];
  const ids = new Map<Story, string>();

  beforeAll(async () => {
    if (mode !== 'off') await deployment.deploy({ remediation: mode });
    deployment.proxy.seen = (text) => void sent.push(text);
    const scenes = await Promise.all(
      STORIES.map(async (story) => [story, await story.scene(deployment.aws, `${story.rule}-${mode}`)] as const),
    );
    for (const [story, { ref }] of scenes) ids.set(story, findingId(story.rule, ref));
    const act = async (name: ActName) => {
      await deployment.settle();
      const told = await deployment.inbox.all();
      for (const [story, scene] of scenes) {
        const id = ids.get(story) ?? '';
        const { finding } = await deployment.ask({ do: 'show', finding: id });
        const now = { looks: await scene.look(), status: finding?.status, heard: heardOf(id, told) };
        acts.set(story, { ...acts.get(story), [name]: now });
      }
    };
    await deployment.put(...scenes.map(([, { made }]) => made));
    await act('made');
    for (const [, scene] of scenes) await deployment.put(...(await scene.drift()));
    await act('drifted');
    for (const id of ids.values()) await deployment.approve(id, JANE);
    await act('approved');
    for (const finding of ids.values()) await deployment.ask({ do: 'undo', finding, by: JANE });
    await act('undone');
  }, LONG);

  const actOf = (story: Story, name: ActName): Act => {
    const found = acts.get(story)?.[name];
    return found ?? expect.fail(`${story.title} did not get as far as ${name}`);
  };

  test('there is a function that changes things only where remediation is on', () => {
    const names = ['detect', 'notify', ...(mode === 'off' ? [] : ['remediate']), 'respond', 'sweep'];
    expect([...deployment.functions.keys()].sort()).toEqual(names);
  });

  describe.each(STORIES)('$title', (story) => {
    const acting = mode !== 'off' && story.reversible;
    const { title, says, right, drifted } = story;

    test('nothing is said while nothing is wrong', () => {
      expect(actOf(story, 'made')).toEqual({ looks: right, status: undefined, heard: { transitions: [], wrong: [] } });
    });

    test('the drift is told once on every channel, with what, where and who', async () => {
      const { heard } = actOf(story, 'drifted');
      expect(heard.transitions[0]).toBe('opened');
      expect(heard.wrong).toEqual([]);
      const opened = (await deployment.inbox.all()).filter(({ alert }) => alert === `${ids.get(story)}-1`);
      for (const { channel, text } of opened) {
        for (const words of says) expect(text, `${channel} on ${title}`).toContain(words);
      }
    });

    test(acting && mode === 'auto' ? 'it is put back, and no more than that' : 'nothing is changed by itself', () => {
      const { looks, status, heard } = actOf(story, 'drifted');
      if (acting && mode === 'auto') {
        // Another rule may fix the same bucket first, which changes what is wrong.
        expect(heard.transitions.filter((type) => type !== 'changed')).toEqual(['opened', 'remediated']);
        expect(status).toBe('resolved');
        expect(looks).toEqual(putBack(story));
      } else {
        expect(heard.transitions).toEqual(acting ? ['opened', 'proposed'] : ['opened']);
        expect(status).toBe('open');
        expect(looks).toEqual(drifted);
      }
    });

    test.runIf(acting && mode === 'approve')('once a person agrees, it is put back, and no more than that', () => {
      const { looks, status, heard } = actOf(story, 'approved');
      // That somebody agreed is news for machines only.
      expect(heard.transitions).toEqual(['opened', 'proposed', 'approved', 'remediated']);
      expect(status).toBe('resolved');
      expect(looks).toEqual(putBack(story));
    });

    test.runIf(acting)('undone, it is as somebody made it, and accepted for a while', () => {
      const { looks, status, heard } = actOf(story, 'undone');
      expect(heard.transitions.at(-1)).toBe('undone');
      expect(status).toBe('exempt');
      expect(looks).toEqual(drifted);
    });

    test.runIf(!acting)('nobody who agrees or wants it undone changes anything', () => {
      expect(actOf(story, 'undone')).toMatchObject({
        looks: drifted,
        status: 'open',
        heard: { transitions: ['opened'] },
      });
    });
  });

  test('the secret is nowhere: not in logs, table, messages, plans and alerts', async () => {
    const told = (await deployment.inbox.all()).map(({ text }) => text);
    const everything = {
      logs: deployment.logged(),
      table: await deployment.stored(),
      told: told.join(),
      sent: sent.join(),
    };
    // What is packed is searched, too.
    expect(everything.table).toContain(JSON.stringify('"rule":"lambda-secret-in-environment"').slice(1, -1));
    for (const [where, text] of Object.entries(everything)) {
      expect(text.length, where).toBeGreaterThan(1000);
      for (const form of [
        SECRET,
        Buffer.from(SECRET).toString('base64'),
        encodeURIComponent(SECRET),
        SECRET.slice(0, 12),
      ]) {
        expect(text.includes(form), `${form} in ${where}`).toBe(false);
      }
    }
  });
}

/** Of the bucket, what made it public is shut out; its policy, which the rule does not judge, stays. */
function putBack({ right, drifted }: Story): unknown {
  return Array.isArray(right) ? right : { ...(drifted as object), blocked: true };
}
