import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { byReading, bySettings } from '../../shared/core/cause.ts';
import type { FindingEvent } from '../../shared/core/finding.ts';
import { messagesOf, type RenderedViolation } from '../../shared/core/message.ts';
import { bytesOf, detailOf } from '../../shared/notify/event.ts';
import { driftDetail } from '../../shared/notify/event-schema.ts';
import { payloadOf } from '../../shared/notify/slack-payload.ts';
import { subjectOf, textOf } from '../../shared/notify/sns.ts';
import type { Surroundings } from '../../shared/notify/surroundings.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { SHOWN } from '../support/shown.ts';
import { event, histories, NOW, SECRET, surroundings, turned } from './finding-events.ts';

const read = (from: FindingEvent, around: Surroundings = surroundings) => {
  const notification = notificationOf(from, NOW, around);
  return `${subjectOf(notification)}\n\n${textOf(notification)}`;
};

describe('what people read', () => {
  test('of a drift that was opened', async () => {
    expect(read(await event('sg-open-ingress', 'opened'))).toMatchInlineSnapshot(`
      "HIGH: tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH - sg-0b1d5a7c3e9f2a468

      tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH.

      Resource:
        EC2 security group sg-0b1d5a7c3e9f2a468
        arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0b1d5a7c3e9f2a468
        account 111122223333, eu-west-1
      Caused by:
        jane@example.com (Developer) from 198.51.100.7
        AuthorizeSecurityGroupIngress, 2026-03-02 12:00:00 UTC
        aws-cli/2.31.0
      Open since:
        2026-03-02 12:00:00 UTC, 4 s ago
      Change:
        ingress: added {protocol: tcp, from: 22, to: 22, cidr: 0.0.0.0/0}
      Controls:
        security-hub EC2.13, cis-5.0 5.3, cis-6.0 6.3, ellipsis-drive ED-L12.1, inrupt-ess ESS-L7.1
      Fix:
        Close tcp/22 to 0.0.0.0/0

      Rule sg-open-ingress, finding event 16f3a7ca9f6a6fd8-1"
    `);
  });

  test('of one that changed: the gravest first, and who did it beside who began', async () => {
    expect(read(await event('sg-open-ingress', 'changed'))).toMatchInlineSnapshot(`
      "HIGH, changed: tcp/22 is open to 0.0.0.0/0: anyone may try to log ... (+1) - sg-0b1d5a7c3e9f2a468

      tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH.
      tcp/3389 is open to 0.0.0.0/0: anyone may try to log in by RDP.

      Resource:
        EC2 security group sg-0b1d5a7c3e9f2a468
        arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0b1d5a7c3e9f2a468
        account 111122223333, eu-west-1
      Caused by:
        jane@example.com (Developer) from 198.51.100.7
        AuthorizeSecurityGroupIngress, 2026-03-02 12:00:00 UTC
        aws-cli/2.31.0
      Changed by:
        sam@example.com (OnCall) from 198.51.100.7
        AuthorizeSecurityGroupIngress, 2026-03-02 12:00:01 UTC
        aws-cli/2.31.0
      Open since:
        2026-03-02 12:00:00 UTC, 4 s ago
      Controls:
        security-hub EC2.13, cis-5.0 5.3, cis-6.0 6.3, ellipsis-drive ED-L12.1, inrupt-ess ESS-L7.1
      Fix:
        Close tcp/22 to 0.0.0.0/0
        Close tcp/3389 to 0.0.0.0/0

      Rule sg-open-ingress, finding event 16f3a7ca9f6a6fd8-2"
    `);
  });

  test('of one that is over', async () => {
    expect(read(await event('sg-open-ingress', 'resolved'))).toMatchInlineSnapshot(`
      "Resolved: SSH is no longer open to 0.0.0.0/0 (was open 3 s) - sg-0b1d5a7c3e9f2a468

      SSH is no longer open to 0.0.0.0/0.

      Resource:
        EC2 security group sg-0b1d5a7c3e9f2a468
        arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0b1d5a7c3e9f2a468
        account 111122223333, eu-west-1
      Caused by:
        jane@example.com (Developer) from 198.51.100.7
        AuthorizeSecurityGroupIngress, 2026-03-02 12:00:00 UTC
        aws-cli/2.31.0
      Resolved by:
        sam@example.com (OnCall) from 198.51.100.7
        RevokeSecurityGroupIngress, 2026-03-02 12:00:03 UTC
        aws-cli/2.31.0
      Was open:
        3 s, until 2026-03-02 12:00:03 UTC
      Controls:
        security-hub EC2.13, cis-5.0 5.3, cis-6.0 6.3, ellipsis-drive ED-L12.1, inrupt-ess ESS-L7.1

      Rule sg-open-ingress, finding event 16f3a7ca9f6a6fd8-4"
    `);
  });

  test('of a secret: its name, and no more', async () => {
    expect(read(await event('ecs-secret-in-environment', 'opened'))).toMatchInlineSnapshot(`
      "CRITICAL: Variable DB_PASSWORD of container api holds a value under a name that says pas... - api

      Variable DB_PASSWORD of container api holds a value under a name that says password.

      Resource:
        ecs-task-definition api
        account 111122223333, eu-west-1
      Caused by:
        deploy/GitHubActions from 198.51.100.7
        RegisterTaskDefinition, 2026-03-02 11:30:00 UTC
        aws-cli/2.31.0
      Open since:
        2026-03-02 11:30:00 UTC, 30 min 4 s ago; recorded 2026-03-02 11:30:02 UTC
      Change:
        revision: unknown → 12
        containers: unknown → {name: api, image: api:1, privileged: false, user: 1000, environment: {name: DB_PASSWORD, value: [redacted], detection: {detector: named-secret, phrase: a valu…
      Controls:
        security-hub ECS.8, ellipsis-drive ED-L23.1, inrupt-ess ESS-L35.1
      Manual fix:
        Rotate the secret: it stays readable in the revision and in the log. Store the new secret in Secrets Manager, refer to it under "secrets", and deregister this revision.

      To exempt these violations for a while:
      echo '{"do":"exempt","finding":"0dc50da90dfd159d","violations":"4d82d74ae58a9633","by":"<you>","reason":"<why>","until":"<YYYY-MM-DD>"}' | aws lambda invoke --region eu-west-1 --function-name plumbline-prod-respond --payload fileb:///dev/stdin /dev/stdout

      Rule ecs-secret-in-environment, finding event 0dc50da90dfd159d-1"
    `);
  });

  test('of a fix that waits for an approval', async () => {
    const opened = await event('sg-open-ingress', 'opened');
    const asked = turned(opened, 'proposed', {}, 'The rule is set to ask first.');
    expect(read(asked)).toMatchInlineSnapshot(`
      "HIGH, fix proposed: tcp/22 is open to 0.0.0.0/0: anyone may try to log ... - sg-0b1d5a7c3e9f2a468

      tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH.

      Why:
        The rule is set to ask first.
      Resource:
        EC2 security group sg-0b1d5a7c3e9f2a468
        arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0b1d5a7c3e9f2a468
        account 111122223333, eu-west-1
      Caused by:
        jane@example.com (Developer) from 198.51.100.7
        AuthorizeSecurityGroupIngress, 2026-03-02 12:00:00 UTC
        aws-cli/2.31.0
      Open since:
        2026-03-02 12:00:00 UTC, 4 s ago
      Change:
        ingress: added {protocol: tcp, from: 22, to: 22, cidr: 0.0.0.0/0}
      Controls:
        security-hub EC2.13, cis-5.0 5.3, cis-6.0 6.3, ellipsis-drive ED-L12.1, inrupt-ess ESS-L7.1
      Fix:
        Close tcp/22 to 0.0.0.0/0

      To approve this fix:
      echo '{"do":"approve","finding":"16f3a7ca9f6a6fd8","plan":"9457b1b11dd31e33","by":"<you>"}' | aws lambda invoke --region eu-west-1 --function-name plumbline-prod-respond --payload fileb:///dev/stdin /dev/stdout

      Rule sg-open-ingress, finding event 16f3a7ca9f6a6fd8-9"
    `);
  });

  test('as a Slack message', async () => {
    const notification = notificationOf(await event('sg-open-ingress', 'opened'), NOW, surroundings);
    expect(payloadOf(notification)).toMatchInlineSnapshot(`
      {
        "blocks": [
          {
            "text": {
              "emoji": false,
              "text": "HIGH: tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH - sg-0b1d5a7c3e9f2a468",
              "type": "plain_text",
            },
            "type": "header",
          },
          {
            "text": {
              "text": "tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH.",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "text": {
              "text": "*Resource*
      EC2 security group sg-0b1d5a7c3e9f2a468
      arn:aws:ec2:eu-west-1:111122223333:security-group/sg-0b1d5a7c3e9f2a468
      account 111122223333, eu-west-1
      *Caused by*
      jane@example.com (Developer) from 198.51.100.7
      AuthorizeSecurityGroupIngress, 2026-03-02 12:00:00 UTC
      aws-cli/2.31.0
      *Open since*
      2026-03-02 12:00:00 UTC, 4 s ago
      *Change*
      ingress: added {protocol: tcp, from: 22, to: 22, cidr: 0.0.0.0/0}
      *Controls*
      security-hub EC2.13, cis-5.0 5.3, cis-6.0 6.3, ellipsis-drive ED-L12.1, inrupt-ess ESS-L7.1
      *Fix*
      Close tcp/22 to 0.0.0.0/0",
              "type": "mrkdwn",
              "verbatim": true,
            },
            "type": "section",
          },
          {
            "elements": [
              {
                "text": "Rule sg-open-ingress, finding event 16f3a7ca9f6a6fd8-1",
                "type": "mrkdwn",
                "verbatim": true,
              },
            ],
            "type": "context",
          },
        ],
        "text": "HIGH: tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH - sg-0b1d5a7c3e9f2a468",
      }
    `);
  });
});

describe('an end', () => {
  const without = ({ path, message, text, severity, controls }: RenderedViolation): RenderedViolation => {
    return { path, message, text, severity, controls };
  };
  const headline = (from: FindingEvent) => subjectOf(notificationOf(from, NOW, surroundings));
  const what = (from: FindingEvent) => notificationOf(from, NOW, surroundings).what;

  test('by Plumbline is said as an end, too', async () => {
    const remediated = turned(await event('sg-open-ingress', 'resolved'), 'remediated');
    expect(headline(remediated)).toBe(
      'Remediated: SSH is no longer open to 0.0.0.0/0 (was open 3 s) - sg-0b1d5a7c3e9f2a468',
    );
    expect(read(remediated)).toContain('Remediated by:\n  Plumbline');
  });

  test('of some violations: how long it was open is not known yet', async () => {
    const partly = turned(await event('sg-open-ingress', 'opened'), 'remediated');
    expect(headline(partly)).toBe('Remediated: SSH is no longer open to 0.0.0.0/0 - sg-0b1d5a7c3e9f2a468');
  });

  test('of several violations: the gravest, and the number of the others', async () => {
    const resolved = await event('sg-open-ingress', 'resolved');
    const [first] = resolved.violations as [RenderedViolation];
    const rdp = { ...first, path: 'rdp', resolvedText: 'RDP is no longer open to 0.0.0.0/0.' };
    const both = { ...resolved, violations: [first, rdp] };
    expect(headline(both)).toBe(
      'Resolved: SSH is no longer open to 0.0.0.0/0 (was open 3 s) (+1) - sg-0b1d5a7c3e9f2a468',
    );
    expect(what(both)).toEqual(['SSH is no longer open to 0.0.0.0/0.', 'RDP is no longer open to 0.0.0.0/0.']);
  });

  test('of a rule without a sentence for it is said by the violation', async () => {
    const resolved = await event('sg-open-ingress', 'resolved');
    const plain = { ...resolved, violations: resolved.violations.map(without) };
    expect(what(plain)).toEqual([
      'This is no longer so: tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH.',
    ]);
    expect(headline(plain)).toMatch(
      /^Resolved: This is no longer so: tcp\/22 is open to .*\(was open 3 s\) - sg-0b1d5a7c3e9f2a468$/,
    );
  });

  test('of a finding that a tag accepts names the tag, and the command that shows who set it', async () => {
    const opened = await event('sg-open-ingress', 'opened');
    const exemption = { reason: 'bastion', owner: 'jane', until: NOW + 1, grantedBy: 'tag' as const };
    const tagged = { ...opened, type: 'exempted' as const, finding: { ...opened.finding, exemption } };
    expect(notificationOf(tagged, NOW, surroundings).command?.line).toBe(
      `aws cloudtrail lookup-events --region eu-west-1 --lookup-attributes AttributeKey=ResourceName,AttributeValue=sg-0b1d5a7c3e9f2a468 --query "Events[?contains(EventName,'Tag')].[EventTime,EventName,Username]" --output text`,
    );
    const odd = { ...tagged.finding, resource: { ...tagged.finding.resource, id: '$(reboot)' } };
    expect(notificationOf({ ...tagged, finding: odd }, NOW, surroundings).command).toBeUndefined();
    const byPerson = { ...tagged.finding, exemption: { ...exemption, grantedBy: 'finding' as const } };
    expect(notificationOf({ ...tagged, finding: byPerson }, NOW, surroundings).command).toBeUndefined();
  });

  test('of a resource that is gone does not say that it is right now', async () => {
    const resolved = await event('sg-open-ingress', 'resolved');
    const gone = { ...resolved, note: 'The resource is gone.' };
    expect(what(gone)).toEqual([
      'The resource is gone, and with it this: tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH.',
    ]);
  });

  test('names the controls of the checklists that the owner chose, in that order', async () => {
    const opened = await event('sg-open-ingress', 'opened');
    const chosen = { ...surroundings, shown: { ...SHOWN, frameworks: ['inrupt-ess', 'ellipsis-drive'] as const } };
    const ids = notificationOf(opened, NOW, chosen).facts.find(({ name }) => name === 'Controls')?.lines[0];
    expect(ids).toMatch(/^inrupt-ess ESS-L7\.1.*, ellipsis-drive ED-L/);
    expect(ids).not.toMatch(/fsbp|cis|soc2|iso/);
  });

  test('by the settings says nothing about the resource, which may be unchanged', async () => {
    const resolved = await event('sg-open-ingress', 'resolved');
    const off = { ...resolved, cause: bySettings(NOW), note: 'The rule sg-open-ingress was switched off.' };
    expect(headline(off)).toMatch(/^Closed: tcp\/22 is open to 0\.0\.0\.0\/0/);
    expect(headline(off)).not.toContain('was open');
    expect(what(off)).toEqual(['tcp/22 is open to 0.0.0.0/0: anyone may try to log in by SSH.']);
  });

  test('that a scan found has no known cause', async () => {
    const resolved = { ...(await event('sg-open-ingress', 'resolved')), cause: byReading(NOW) };
    expect(read(resolved)).toContain('Resolved by:\n  unknown (found by a scan)\n  scan, 2026-03-02 12:00:04 UTC');
  });

  test.each(['opened', 'changed', 'reopened', 'proposed', 'failed', 'exempted', 'approved', 'undone'] as const)(
    '%s is none: the violation is still there',
    async (type) => {
      const opened = await event('sg-open-ingress', 'opened');
      expect(what(turned(opened, type))).toEqual(opened.violations.map(({ text }) => text));
    },
  );

  const ends = rules.flatMap((rule) =>
    messagesOf(rule).flatMap(({ id, text, resolved }) =>
      resolved ? [[`${rule.id} ${id}`, text, resolved] as const] : [],
    ),
  );
  test.each(ends)('of %s is a sentence of its own, with what the violation shows', (_, text, resolved) => {
    const placeholders = (of: string) => of.match(/\{\{\w+\}\}/g) ?? [];
    expect(placeholders(text)).toEqual(expect.arrayContaining(placeholders(resolved)));
    expect(resolved).toMatch(/^[A-Z{].*\.$/);
    expect(resolved).not.toBe(text);
  });

  test('machines receive the violation alone', async () => {
    for (const each of await histories())
      expect(JSON.stringify(detailOf(each, 250_000, SHOWN))).not.toContain('resolvedText');
  });
});

describe('the command that does something about it', () => {
  const command = async (type: FindingEvent['type'], around: Partial<Surroundings>, rule = 'sg-open-ingress') => {
    const opened = await event(rule, 'opened');
    const from = type === 'opened' ? opened : turned(opened, type);
    return /"do":"(\w+)"/.exec(notificationOf(from, NOW, { ...surroundings, ...around }).command?.line ?? '')?.[1];
  };

  test.each([
    ['opened', 'off', 'exempt'],
    ['opened', 'approve', undefined],
    ['opened', 'auto', undefined],
    ['proposed', 'approve', 'approve'],
    ['failed', 'auto', 'approve'],
    ['failed', 'off', 'exempt'],
    ['remediated', 'auto', 'undo'],
    ['remediated', 'off', undefined],
    ['undone', 'auto', undefined],
    ['exempted', 'auto', undefined],
  ] as const)('%s, remediation %s: %s', async (type, remediation, verb) => {
    expect(await command(type, { remediation })).toBe(verb);
  });

  test('what only a person can fix can be exempted, with any deployment', async () => {
    expect(await command('opened', { remediation: 'auto' }, 'ecs-secret-in-environment')).toBe('exempt');
  });

  test('there is none without a function that answers, and none that a shell could read in another way', async () => {
    const { respond: _, ...nobody } = surroundings;
    const failed = turned(await event('sg-open-ingress', 'opened'), 'failed');
    expect(notificationOf(failed, NOW, nobody).command).toBeUndefined();
    expect(notificationOf(failed, NOW, { ...surroundings, respond: "x'; rm" }).command).toBeUndefined();
    const odd = turned(failed, 'failed', { id: "1'$(id)" });
    expect(notificationOf(odd, NOW, surroundings).command).toBeUndefined();
  });
});

test('no channel holds a secret', async () => {
  for (const each of await histories()) {
    const notification = notificationOf(each, NOW, surroundings);
    expect(
      textOf(notification) + JSON.stringify([payloadOf(notification), detailOf(each, 250_000, SHOWN)]),
    ).not.toContain(SECRET);
  }
});

describe('with any names of resources', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3000 }),
    fc.constantFrom(
      '<!channel>',
      '@here',
      '\u001b[31m',
      'a\r\nSubject: b',
      '\u202eevil',
      '&lt;',
      '```',
      '"'.repeat(3000),
    ),
    fc.constantFrom('&', '<', '…', '\u{1f600}', '\u0000').map((each) => each.repeat(5000)),
  );
  const entries = fc
    .record({ name: nasty, texts: fc.array(nasty, { minLength: 1, maxLength: 60 }), value: nasty, agent: nasty })
    .chain((odd) =>
      fc.constantFrom('opened', 'changed', 'resolved', 'failed', 'remediated').map((to) => ({ odd, to })),
    );

  test('texts stay within the limits of each channel, and nothing in them acts', async () => {
    const opened = await event('sg-open-ingress', 'opened');
    fc.assert(
      fc.property(entries, ({ odd, to }) => {
        const from = disguised(turned(opened, to), odd);
        const notification = notificationOf(from, NOW, surroundings);

        const subject = subjectOf(notification);
        expect(subject.length).toBeLessThan(100);
        expect(subject).toMatch(/^[\x20-\x7e]+$/);
        // oxlint-disable-next-line no-control-regex -- none is what this is about.
        expect(textOf(notification)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);

        const payload = payloadOf(notification);
        const header = payload.blocks.find((block) => block.type === 'header');
        expect(header?.text.text.length).toBeLessThanOrEqual(150);
        expect(payload.blocks.length).toBeLessThanOrEqual(50);
        for (const block of payload.blocks) {
          if (block.type !== 'section') continue;
          expect(block.text?.text.length).toBeLessThanOrEqual(3000);
          expect(block.text?.text).not.toMatch(/<|>|&(?!(?:amp|lt|gt);)/);
        }
        expect(JSON.stringify(payload).length).toBeLessThanOrEqual(12_000);
      }),
    );
  });

  test('the event for machines fits, and says what was cut', async () => {
    const opened = await event('sg-open-ingress', 'opened');
    fc.assert(
      fc.property(entries, ({ odd }) => {
        const from = disguised(opened, odd);
        const whole = detailOf(from, Infinity, SHOWN);
        expect(whole.cut).toBeUndefined();
        for (const most of [250_000, 20_000]) {
          const detail = detailOf(from, most, SHOWN);
          expect(driftDetail.parse(JSON.parse(JSON.stringify(detail)))).toEqual(JSON.parse(JSON.stringify(detail)));
          expect(bytesOf(detail)).toBeLessThanOrEqual(Math.max(most, 36_000));
          expect(detail.cut !== undefined).toBe(bytesOf(whole) > most);
        }
      }),
    );
  });
});

interface Odd {
  readonly name: string;
  readonly texts: readonly string[];
  readonly value: string;
  readonly agent: string;
}

function disguised(from: FindingEvent, { name, texts, value, agent }: Odd): FindingEvent {
  const violations = texts.map(
    (text) => ({ path: name, message: 'open', text, severity: 'high', controls: [] }) as const,
  );
  const actor = { type: 'user', name, sourceIp: value, userAgent: agent } as const;
  const cause = { ...from.finding.cause, actor };
  const resource = { ...from.finding.resource, id: name, arn: name };
  const plan = { ...from.finding.plan, steps: texts };
  const changes = [{ field: 'tags', before: [{ key: name }], after: [value, { [name]: value }] }];
  return {
    ...from,
    finding: { ...from.finding, resource, violations, cause, plan, changes },
    violations,
    cause,
    note: value,
  };
}
