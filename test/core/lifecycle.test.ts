import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byOne } from '../../shared/core/cause.ts';
import { accepting, acceptingAnew, withExemptions } from '../../shared/core/exemption.ts';
import {
  type Cause,
  type Exemption,
  type Finding,
  type FindingEventDraft,
  openFor,
  type Plan,
} from '../../shared/core/finding.ts';
import type { Judgement, Subject } from '../../shared/core/judgement.ts';
import { advance } from '../../shared/core/lifecycle.ts';
import { type RenderedViolation } from '../../shared/core/message.ts';
import { remediated } from '../../shared/core/remediation-events.ts';
import { partly, unknown } from '../../shared/core/rule.ts';
import { compareSeverity, SEVERITIES, type Severity } from '../../shared/core/severity.ts';

const subject: Subject = {
  id: 'f1',
  rule: 'sg-open-ingress',
  title: 'Security groups let the internet in only on approved ports',
  severity: 'high',
  resource: {
    kind: 'security-group',
    type: 'AWS::EC2::SecurityGroup',
    account: '111122223333',
    region: 'eu-west-1',
    id: 'sg-0aaa0000',
  },
};

const wrong = (at: string, severity: Severity = 'high', text = `${at} is open.`): RenderedViolation => ({
  path: at,
  message: 'open',
  text,
  severity,
  controls: [`fsbp ${at}`],
});
const plan = (step: string): Plan => ({ steps: [step], mode: 'auto', actions: [], undo: [] });
const judged = (violations: readonly RenderedViolation[], more: Partial<Judgement> = {}): Judgement => ({
  violations,
  changes: [],
  plan: plan('Close it'),
  ...more,
});

const ssh = judged([wrong('tcp 22')]);
const sshAndRdp = judged([wrong('tcp 22'), wrong('tcp 3389', 'critical')]);
const clean = judged([]);
const notShown = judged([], { unknown: unknown('The rules were not shown.') });
const cleared = judged([], { unknown: partly('Rules from before the log are not known.') });

const by = (at: number, eventId = `e${at}`): Cause => ({
  eventId,
  eventName: 'AuthorizeSecurityGroupIngress',
  occurredAt: at,
  actor: { type: 'person', name: 'jane@example.com' },
});

interface Life {
  readonly finding: Finding | undefined;
  readonly events: readonly FindingEventDraft[];
}

const NOTHING: Life = { finding: undefined, events: [] };

function live(steps: readonly (readonly [Judgement, Cause])[], from: Life = NOTHING): Life {
  return steps.reduce<Life>((life, [judgement, cause]) => {
    const { finding, events } = advance(subject, life.finding, judgement, cause);
    return { finding, events: [...life.events, ...events] };
  }, from);
}

const namesOf = ({ events }: Life) => events.map(({ type }) => type);

describe('the life of a finding', () => {
  test.each<[string, readonly Judgement[], readonly string[]]>([
    ['no violation, no event', [clean, clean], []],
    ['drift opens a finding', [ssh], ['opened']],
    ['the same drift again is no event', [ssh, ssh], ['opened']],
    ['one more violation is a change', [ssh, sshAndRdp], ['opened', 'changed']],
    ['one violation less is a change', [sshAndRdp, ssh], ['opened', 'changed']],
    ['fixed', [ssh, clean], ['opened', 'resolved']],
    ['fixed, and compliant again', [ssh, clean, clean], ['opened', 'resolved']],
    ['drifted again', [ssh, clean, ssh], ['opened', 'resolved', 'reopened']],
    [
      'drifted again with another violation',
      [ssh, clean, sshAndRdp, clean],
      ['opened', 'resolved', 'reopened', 'resolved'],
    ],
    ['an unknown state opens nothing', [notShown], []],
    ['an unknown state resolves nothing', [ssh, notShown], ['opened']],
    ['an unknown state reopens nothing', [ssh, clean, notShown], ['opened', 'resolved']],
    ['a proof that the violations are gone resolves', [ssh, cleared], ['opened', 'resolved']],
    ['a proof that violations are gone opens nothing', [cleared], []],
    ['a violation counts even if the rest is unknown', [judged(ssh.violations, { unknown: unknown('?') })], ['opened']],
  ])('%s', (_, judgements, expected) => {
    expect(namesOf(live(judgements.map((judgement, index) => [judgement, by(index)])))).toEqual(expected);
  });

  test('a change has its own cause, and the finding keeps the cause of its opening', () => {
    const { finding, events } = live([
      [ssh, by(1)],
      [sshAndRdp, by(2)],
    ]);
    expect(finding).toMatchObject({ cause: by(1), firstSeen: 1, lastSeen: 2, severity: 'critical' });
    expect(events[1]).toMatchObject({ type: 'changed', cause: by(2), severity: 'critical' });
    expect(finding?.controls).toEqual(['fsbp tcp 22', 'fsbp tcp 3389']);
  });

  test('violations in another order are no change', () => {
    const reversed = judged(sshAndRdp.violations.toReversed());
    expect(
      namesOf(
        live([
          [sshAndRdp, by(1)],
          [reversed, by(2)],
        ]),
      ),
    ).toEqual(['opened']);
  });

  test('the same path with another text is a change', () => {
    const reworded = judged([wrong('tcp 22', 'high', 'tcp 22 is open to half of the internet.')]);
    expect(
      namesOf(
        live([
          [ssh, by(1)],
          [reworded, by(2)],
        ]),
      ),
    ).toEqual(['opened', 'changed']);
  });

  test('the plan is from the latest evaluation, even without a change', () => {
    const { finding } = live([
      [ssh, by(1)],
      [judged(ssh.violations, { plan: plan('Close it, and keep the rule that came since') }), by(2)],
    ]);
    expect(finding?.plan.steps).toEqual(['Close it, and keep the rule that came since']);
    expect(finding).toMatchObject({ cause: by(1), lastSeen: 2 });
  });

  test('a resolved finding keeps its last violations and its times', () => {
    const { finding, events } = live([
      [ssh, by(1)],
      [sshAndRdp, by(2)],
      [clean, by(3)],
    ]);
    expect(finding).toMatchObject({ status: 'resolved', severity: 'critical', violations: sshAndRdp.violations });
    expect(finding).toMatchObject({ firstSeen: 1, lastSeen: 3, resolvedAt: 3, episodes: [{ from: by(1), to: by(3) }] });
    expect(events.at(-1)?.violations).toEqual(sshAndRdp.violations);
  });

  test('a reopened finding keeps the time of its first opening and all its episodes', () => {
    const { finding } = live([
      [ssh, by(10)],
      [clean, by(20)],
      [ssh, by(50)],
    ]);
    expect(finding).toMatchObject({ status: 'open', firstSeen: 10, cause: by(50) });
    expect(finding?.episodes).toEqual([{ from: by(10), to: by(20) }, { from: by(50) }]);
    expect(finding).not.toHaveProperty('resolvedAt');
    expect(finding && openFor(finding, 60)).toBe(20);
    expect(finding && openFor(finding, 60, 3)).toBe(6);
    expect(finding && openFor(finding, 0)).toBe(10);
  });

  test('opened and closed within one second', () => {
    const life = live([
      [ssh, by(1, 'open')],
      [clean, by(1, 'close')],
    ]);
    expect(namesOf(life)).toEqual(['opened', 'resolved']);
    expect(life.finding && openFor(life.finding, 99)).toBe(0);
  });

  test('an older judgement changes nothing', () => {
    const known = live([[ssh, by(10)]]);
    for (const judgement of [clean, sshAndRdp, notShown, cleared]) {
      expect(live([[judgement, by(9)]], known)).toEqual(known);
    }
  });
});

const violation = fc.record({
  at: fc.constantFrom('tcp 22', 'tcp 3389', 'tcp 5432'),
  severity: fc.constantFrom(...SEVERITIES),
  text: fc.constantFrom('It is open.', 'It is wide open.'),
});
const judgement: fc.Arbitrary<Judgement> = fc
  .oneof(
    { weight: 3, arbitrary: fc.uniqueArray(violation, { minLength: 1, maxLength: 3, selector: ({ at }) => at }) },
    { weight: 3, arbitrary: fc.constantFrom<'clean' | 'unknown' | 'cleared'>('clean', 'unknown', 'cleared') },
  )
  .map((drawn) => {
    if (drawn === 'clean') return clean;
    if (drawn === 'unknown') return notShown;
    if (drawn === 'cleared') return cleared;
    return judged(drawn.map(({ at, severity, text }) => wrong(at, severity, text)));
  });
/** Times increase, stay equal, and sometimes decrease. */
const steps = fc.array(fc.tuple(judgement, fc.integer({ min: -2, max: 5 })), { maxLength: 20 }).map((drawn) => {
  let now = 100;
  return drawn.map(([one, after], index) => [one, by((now += after), `e${index}`)] as const);
});

const law = (check: (taken: readonly (readonly [Judgement, Cause])[], life: Life) => void) => () =>
  fc.assert(fc.property(steps, (taken) => check(taken, live(taken))));

describe('for any sequence of judgements', () => {
  test(
    'a repeated judgement changes nothing, at once or later',
    law((taken) => {
      let life = NOTHING;
      for (const [index, step] of taken.entries()) {
        life = live([step], life);
        expect(live([step], life)).toEqual(life);
        const old = taken.slice(0, index).filter(([, cause]) => cause.occurredAt < (life.finding?.lastSeen ?? 0));
        expect(live(old, life)).toEqual(life);
      }
    }),
  );

  test(
    'the finding opens once, and then resolves and reopens alternately',
    law((_, life) => {
      const turns = namesOf(life).filter((name) => name !== 'changed');
      expect(turns).toEqual(
        turns.map((_name, index) => (index === 0 ? 'opened' : index % 2 ? 'resolved' : 'reopened')),
      );
      expect(namesOf(life)[0] ?? 'opened').toBe('opened');
      expect(life.finding === undefined).toBe(turns.length === 0);
    }),
  );

  test(
    'only violations open, and only compliance resolves',
    law((taken) => {
      let life = NOTHING;
      for (const step of taken) {
        const after = live([step], life);
        const added = namesOf(after).slice(life.events.length);
        const [{ violations, unknown: undetermined }] = step;
        expect(added.length).toBeLessThanOrEqual(1);
        if (added.includes('opened') || added.includes('reopened')) expect(violations).not.toEqual([]);
        if (added.includes('resolved')) expect([violations, undetermined?.cleared ?? true]).toEqual([[], true]);
        if (undetermined && !undetermined.cleared && violations.length === 0) expect(after).toEqual(life);
        if (undetermined && !life.finding && violations.length === 0) expect(after.finding).toBeUndefined();
        life = after;
      }
    }),
  );

  test(
    'a changed event occurs if and only if the violations differ',
    law((taken) => {
      let life = NOTHING;
      for (const step of taken) {
        const after = live([step], life);
        const was = life.finding;
        if (was?.status === 'open' && step[0].violations.length > 0 && step[1].occurredAt >= was.lastSeen) {
          const keys = (list: readonly RenderedViolation[]) => list.map(({ path, text }) => [path, text].join()).sort();
          const differs = keys(was.violations).join('|') !== keys(step[0].violations).join('|');
          expect(namesOf(after).slice(life.events.length)).toEqual(differs ? ['changed'] : []);
        }
        life = after;
      }
    }),
  );

  test(
    'a judgement older than the last one changes nothing',
    law((taken) => {
      let life = NOTHING;
      for (const step of taken) {
        const after = live([step], life);
        if (life.finding && step[1].occurredAt < life.finding.lastSeen) expect(after).toEqual(life);
        life = after;
      }
    }),
  );

  test(
    'every finding and every event has a cause, and times are in order',
    law((taken, { finding, events }) => {
      const causes = taken.map(([, cause]) => cause);
      for (const {
        cause,
        finding: { id },
        violations,
      } of events) {
        expect(causes).toContain(cause);
        expect(id).toBe(subject.id);
        expect(violations).not.toEqual([]);
      }
      const times = events.map(({ cause }) => cause.occurredAt);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      if (!finding) return;
      expect(causes).toContain(finding.cause);
      expect(finding.firstSeen).toBe(events[0]?.cause.occurredAt);
      expect(finding.firstSeen).toBeLessThanOrEqual(finding.cause.occurredAt);
      expect(finding.cause.occurredAt).toBeLessThanOrEqual(finding.lastSeen);
    }),
  );

  test(
    'there is one episode for each time that the finding was open',
    law((_, life) => {
      const { finding } = life;
      if (!finding) return;
      const { episodes, status, resolvedAt } = finding;
      expect(episodes).toHaveLength(namesOf(life).filter((name) => name === 'opened' || name === 'reopened').length);
      expect(status === 'open').toBe(episodes.at(-1)?.to === undefined);
      expect(resolvedAt).toBe(episodes.at(-1)?.to?.occurredAt);
      expect(finding.cause).toEqual(episodes.at(-1)?.from);
      let end = -Infinity;
      for (const [index, { from, to }] of episodes.entries()) {
        expect(from.occurredAt).toBeGreaterThanOrEqual(end);
        if (index < episodes.length - 1) expect(to).toBeDefined();
        end = to?.occurredAt ?? Infinity;
        expect(end).toBeGreaterThanOrEqual(from.occurredAt);
      }
    }),
  );

  test(
    'the severity is that of the most severe violation, and the violations are the last ones',
    law((taken, { finding }) => {
      if (!finding) return;
      const mostSevere = finding.violations
        .map(({ severity }) => severity)
        .sort(compareSeverity)
        .at(-1);
      expect(finding.severity).toBe(mostSevere);
      let life = NOTHING;
      let last: readonly RenderedViolation[] = [];
      for (const step of taken) {
        const counts = !life.finding || step[1].occurredAt >= life.finding.lastSeen;
        if (counts && step[0].violations.length > 0) last = step[0].violations;
        life = live([step], life);
      }
      expect(finding.violations).toEqual(last);
    }),
  );

  test(
    'finding and events are JSON',
    law((_, { finding, events }) => {
      const life = { finding: finding ?? null, events };
      expect(JSON.parse(JSON.stringify(life))).toEqual(life);
    }),
  );
});

describe('exemptions are by violation', () => {
  const exemptionOf = (owner: string, until: number, covers: readonly string[]): Exemption => ({
    reason: 'known',
    owner,
    until,
    grantedBy: 'undo',
    covers,
  });
  const openWith = (...all: readonly Exemption[]): Finding => {
    const { finding = expect.fail('nothing was opened') } = live([[sshAndRdp, by(1)]]);
    return withExemptions(finding, all);
  };
  const ofSsh = exemptionOf('lee', 50, ['tcp 22']);
  const ofRdp = exemptionOf('kim', 90, ['tcp 3389']);

  test('another violation reopens the finding, and the exemption stays', () => {
    const before: Finding = { ...openWith(ofSsh), status: 'exempt', violations: ssh.violations };
    const { finding, events } = advance(subject, before, sshAndRdp, by(2));
    expect(finding).toMatchObject({ status: 'open', exemption: ofSsh });
    expect(events).toMatchObject([{ type: 'reopened', note: expect.stringContaining('does not cover') }]);
  });

  test('the exemption stays when the finding is resolved and reopened', () => {
    const over = live([[clean, by(2)]], { finding: openWith(ofSsh), events: [] });
    const again = live([[judged([wrong('tcp 3389')]), by(3)]], over);
    expect(again.finding).toMatchObject({ status: 'open', exemption: ofSsh });
    expect(live([[ssh, by(4)]], again).finding).toMatchObject({ status: 'exempt' });
  });

  test('the end of an exemption is one event, even with other open violations', () => {
    const ended = live([[sshAndRdp, by(60)]], { finding: openWith(ofSsh), events: [] });
    expect(ended.events).toMatchObject([{ type: 'changed', note: 'The exemption of lee ended on 1970-01-01.' }]);
    expect(ended.finding).not.toHaveProperty('exemption');
    expect(live([[sshAndRdp, by(61)]], ended).events).toHaveLength(1);
  });

  test.each<[string, Finding, Finding['status']]>([
    ['open if the rest has no exemption', openWith(), 'open'],
    ['exempt if the rest has an exemption', openWith(ofRdp), 'exempt'],
    ['open if that exemption has ended', openWith({ ...ofRdp, until: 5 }), 'open'],
  ])('a partly remediated finding is %s', (_, before, status) => {
    const rest = judged([wrong('tcp 3389', 'critical')], { plan: plan('Close the other') });
    const fixed = { violations: ssh.violations, left: { judgement: rest, attribution: byOne(by(5)) } };
    const { finding, events } = remediated(before, fixed, by(5), 'Why.');
    expect(finding).toMatchObject({ status, violations: rest.violations, plan: rest.plan, lastSeen: 5, cause: by(1) });
    expect(finding?.episodes).toEqual(before.episodes);
    expect(events).toMatchObject([{ type: 'remediated', violations: ssh.violations, severity: 'high', note: 'Why.' }]);
  });

  test('a fully remediated finding is resolved', () => {
    const { finding, events } = remediated(openWith(ofRdp), { violations: [], left: undefined }, by(5));
    expect(finding).toMatchObject({ status: 'resolved', exemption: ofRdp });
    expect(events).toMatchObject([{ type: 'remediated', violations: sshAndRdp.violations }]);
  });

  const grants = fc.record({
    covers: fc.subarray(['tcp 22', 'tcp 3389', 'tcp 5432'], { minLength: 1 }),
    lasts: fc.integer({ min: 1, max: 12 }),
    owner: fc.constantFrom('lee', 'kim'),
    replaces: fc.boolean(),
  });

  test('a finding is exempt exactly while an exemption covers each violation, and no exemption ends early', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(judgement, grants), { maxLength: 25 }), (taken) => {
        let finding: Finding | undefined;
        /** The end of the exemption, by violation. */
        const accepted = new Map<string, number>();
        for (const [index, each] of taken.entries()) {
          const now = 100 + index * 2;
          if ('violations' in each) {
            finding = advance(subject, finding, each, by(now)).finding;
            const all = each.violations.every(({ path }) => (accepted.get(path) ?? 0) > now);
            if (each.violations.length > 0) expect(finding?.status).toBe(all ? 'exempt' : 'open');
          } else if (finding && finding.status !== 'resolved') {
            const one = exemptionOf(each.owner, now + each.lasts, each.covers);
            finding = each.replaces ? acceptingAnew(finding, one, now) : accepting(finding, one, now);
            for (const at of one.covers ?? []) {
              accepted.set(at, each.replaces ? one.until : Math.max(one.until, accepted.get(at) ?? 0));
            }
          }
        }
      }),
    );
  });
});
