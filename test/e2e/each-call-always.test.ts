import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Channel } from '../../shared/store/store.ts';
import { type Deployment, startDeployment } from './deployment.ts';
import { CLOSED, type End, OPEN, PUT_BACK } from './fault-stories.ts';
import { openStage, type Stage } from './play.ts';
import { kindsOf, type Point } from './points.ts';
import { SETTINGS } from './settings.ts';
import { startStandinCloud } from './standin-cloud.ts';
import { takeDead, waiting, watched } from './waiting.ts';

const LONG = 600_000;

/** Enough for two alerts of which each waits for the other, and for the day that the stream keeps things. */
const ROUNDS = 40;

/** What is known in the end, and where the rest waits for people. */
interface Row extends End {
  /** The dead-letter queues that hold it. */
  readonly dead: readonly string[];
  readonly unheard: readonly Channel[];
}

const UNSEEN: Row = { transitions: [], looks: OPEN, status: undefined, dead: ['ChangesDlq'], unheard: [] };
const NOT_PUT_BACK: Row = {
  transitions: ['opened'],
  looks: OPEN,
  status: 'open',
  dead: ['RemediationsDlq'],
  unheard: [],
};
const GIVEN_UP: Row = { ...NOT_PUT_BACK, transitions: ['opened', 'failed'] };
const PUT_BACK_ONLY: Row = { ...PUT_BACK.end, dead: [], unheard: [] };
const UNTOLD: Row = { transitions: [], looks: CLOSED, status: 'resolved', dead: [], unheard: [] };

/** By function and operation: every call that is made of one resource. */
const ROWS: Readonly<Record<string, Row>> = {
  'detect DescribeSecurityGroups': UNSEEN,
  'detect Query': UNSEEN,
  'detect TransactWriteItems': UNSEEN,
  // The way of Slack reads the event; the others have it from the stream.
  'notify GetItem': { ...PUT_BACK_ONLY, dead: ['SlackDlq'], unheard: ['slack'] },
  'notify GetParameter, for all': { ...PUT_BACK_ONLY, dead: ['SlackDlq'], unheard: ['slack'] },
  'notify Post': { ...PUT_BACK_ONLY, dead: ['SlackDlq'], unheard: ['slack'] },
  'notify Publish': { ...PUT_BACK_ONLY, dead: ['DeliveriesDlq'], unheard: ['sns'] },
  'notify PutEvents': { ...PUT_BACK_ONLY, dead: ['DeliveriesDlq'], unheard: ['bus'] },
  'notify SendMessageBatch': { ...PUT_BACK_ONLY, dead: ['NotifyStreamDlq'], unheard: ['slack'] },
  'notify UpdateItem': { ...UNTOLD, dead: ['DeliveriesDlq', 'SlackDlq'] },
  'remediate BatchGetItem': GIVEN_UP,
  'remediate DescribeSecurityGroupRules': GIVEN_UP,
  'remediate DescribeSecurityGroups': GIVEN_UP,
  // Nothing can be written that was not read before.
  'remediate Query': NOT_PUT_BACK,
  // That is said, and nobody has to look for it.
  'remediate RevokeSecurityGroupIngress': { ...GIVEN_UP, dead: [] },
  'remediate TransactWriteItems': NOT_PUT_BACK,
};

const titleOf = ({ caller, operation, isOwn }: Point) => `${caller} ${operation}${isOwn ? '' : ', for all'}`;

describe('deployed, with a call that always fails', () => {
  let deployment: Deployment;
  let stage: Stage;
  let kinds: readonly Point[];

  beforeAll(async () => {
    deployment = (await startDeployment(
      { remediation: 'auto' },
      { settings: SETTINGS, cloud: startStandinCloud },
    )) as Deployment;
    stage = openStage(deployment);
    kinds = kindsOf(await stage.record(PUT_BACK));
  }, LONG);
  afterAll(() => deployment.stop());

  test('each that there is has a row', () => {
    expect(kinds.map(titleOf).sort()).toEqual(Object.keys(ROWS).sort());
  });

  describe('nothing is pretended, and what is lost waits where an alarm watches', () => {
    test.each(Object.entries(ROWS))(
      '%s',
      async (title, { dead, unheard, ...end }) => {
        const point = kinds.find((each) => titleOf(each) === title) ?? expect.fail('it is not called');
        const [played] = await stage.play(PUT_BACK, [{ point, fault: 'failing', times: 'always' }], ROUNDS);
        const { wrong, transitions, looks, status } = played ?? expect.fail('it was not played');
        expect({ transitions, looks, status }).toEqual(end);
        expect([...new Set(wrong.map((each) => each.replace(/.* on /, '')))]).toEqual(unheard);
        const given = Object.keys(await takeDead(deployment)).sort();
        expect(given).toEqual(dead);
        expect(watched(deployment)).toEqual(expect.arrayContaining(given));
        expect(await waiting(deployment)).toEqual({});
      },
      LONG,
    );
  });
});
