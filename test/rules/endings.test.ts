import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { endingOf } from '../../shared/core/ending.ts';
import { messagesOf, renderViolation } from '../../shared/core/message.ts';

const messages = rules.flatMap((rule) =>
  messagesOf(rule).map(({ id, text, resolved }) => ({ rule: rule.id, id, text, ending: resolved ?? endingOf(text) })),
);
const endingIn = (rule: string, id: string) => messages.find((each) => each.rule === rule && each.id === id)?.ending;

describe('every message has a sentence about the end of its violation', () => {
  test.each(messages)('$rule: $id', ({ rule, id, text, ending }) => {
    const where = `message ${id} of ${rule} needs its own \`resolved\``;
    expect(ending, where).toMatch(/^[^\n]+\.$/);
    expect(ending, where).not.toBe(text);
    expect(ending, `${where}: it has to say that something is otherwise by now`).toMatch(
      / (no longer|now|again|back|more than) ?|again\.$|back\.$/,
    );
    // It names no part of the resource that the message does not name.
    const names = (of = '') => [...of.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
    expect(names(text)).toEqual(expect.arrayContaining(names(ending)));
    expect(ending, where).not.toMatch(/no longer (no|not|never|off|gone|disabled)\b|now (not|no) /);
  });
});

test.each([
  ['sg-open-ingress', 'ssh', 'SSH is no longer open to {{source}}.'],
  ['rds-publicly-accessible', 'public', 'The database no longer has a public address.'],
  [
    'iam-full-admin-policy',
    'version',
    'Version {{version}}, the default version, no longer allows every action on every resource.',
  ],
  ['iam-password-policy-weakened', 'none', 'The account now has a password policy.'],
  ['cloudtrail-stopped-or-deleted', 'stopped', 'The trail logs again.'],
  ['cloudtrail-scope-reduced', 'readOnly', 'The trail records more than read management events.'],
  ['kms-rotation-off', 'off', 'Automatic rotation is now on.'],
  ['kms-key-deletion-scheduled', 'material', 'The imported key material is back.'],
  ['s3-tls-only-policy-missing', 'lost', 'The bucket policy denies requests without TLS again.'],
  ['s3-tls-only-policy-missing', 'missing', 'The bucket policy now denies requests without TLS.'],
  ['ecs-root-user', 'unset', 'Container {{container}} now names a user.'],
  ['vpc-flow-logs-disabled', 'none', 'A flow log now records the traffic of this VPC.'],
  ['monitor-rule-tampered', 'stopped', 'The {{component}} can run again.'],
])('%s, %s: %s', (rule, id, ending) => {
  expect(endingIn(rule, id)).toBe(ending);
});

test('a name in the resource is never taken for the verb', () => {
  const rule = rules.find(({ id }) => id === 'ecs-secret-in-environment') ?? expect.fail('no rule');
  const data = { variable: 'THIS is A', container: 'it has no', what: 'a key' };
  expect(renderViolation(rule, { message: 'secret', path: 'x', data }).resolvedText).toBe(
    'Variable THIS is A of container it has no no longer holds a key.',
  );
});
