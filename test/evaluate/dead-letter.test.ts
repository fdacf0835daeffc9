import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { deadLetterOf } from '../../shared/evaluate/dead-letter.ts';
import { type MessagePorts, touchedBy } from '../../shared/evaluate/messages.ts';
import { byKind } from '../support/by-kind.ts';
import { ACCOUNT, DETECT_ROLE, HOME, REGION, trailRecord } from '../support/events.ts';

const PASSWORD = 'Tr0ub4dor-and-3-horses';
const ARN = `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/web:7`;
const TASK = {
  family: 'web',
  containerDefinitions: [{ name: 'app', image: 'app:1', environment: [{ name: 'DB_PASSWORD', value: PASSWORD }] }],
};
const REF = { kind: 'ecs-task-definition', account: ACCOUNT, region: REGION, id: 'web' };

const ports: MessagePorts = {
  settingsByKind: byKind(defaultSettings(rules)),
  home: HOME,
  roleId: DETECT_ROLE,
  watch: () => [],
  store: { beat: async () => undefined },
  listAll: async () => [],
  now: () => Date.parse('2026-03-02T09:00:05Z'),
};

function messageOf(detail: object): { readonly id: string; readonly body: string } {
  return {
    id: 'a',
    body: JSON.stringify({ 'detail-type': 'AWS API Call via CloudTrail', account: ACCOUNT, region: REGION, detail }),
  };
}

const registration = trailRecord('ecs:RegisterTaskDefinition', {
  request: TASK,
  response: { taskDefinition: { ...TASK, taskDefinitionArn: ARN, revision: 7 } },
});

describe('what the dead-letter queue keeps of an event that failed for the last time', () => {
  test('names the resource and the event, and holds nothing of its content', async () => {
    const letter = await deadLetterOf(messageOf(registration), ports);
    const { eventID, eventTime } = registration as { readonly eventID: string; readonly eventTime: string };
    expect(letter).toEqual({
      refs: [REF],
      events: [
        {
          eventId: eventID,
          eventSource: 'ecs.amazonaws.com',
          eventName: 'RegisterTaskDefinition',
          eventTime: new Date(eventTime).toISOString(),
          region: REGION,
        },
      ],
    });
    expect(JSON.stringify(letter)).not.toContain(PASSWORD);
  });

  test('can be sent again, and the resource is judged', async () => {
    const letter = await deadLetterOf(messageOf(registration), ports);
    const { touched, errors } = await touchedBy({ id: 'b', body: JSON.stringify(letter) }, ports);
    expect(errors).toEqual([]);
    expect(touched).toEqual([{ ref: REF }]);
  });

  test('is the identity alone, where the event cannot be read', async () => {
    const { containerDefinitions: _hidden, family: _name, ...rest } = TASK;
    const unreadable = trailRecord('ecs:RegisterTaskDefinition', { request: { ...rest, note: PASSWORD } });
    const letter = await deadLetterOf(messageOf(unreadable), ports);
    expect(letter).toMatchObject({ refs: [], events: [{ eventName: 'RegisterTaskDefinition' }] });
    expect(JSON.stringify(letter)).not.toContain(PASSWORD);
  });

  test.each(['not JSON', '[1]', '""', JSON.stringify({ password: PASSWORD })])('is empty for %s', async (body) => {
    expect(await deadLetterOf({ id: 'a', body }, ports)).toEqual({ refs: [], events: [] });
  });

  test('is nothing for the refs of a sweep, which hold no content', async () => {
    expect(await deadLetterOf({ id: 'a', body: JSON.stringify({ refs: [REF] }) }, ports)).toBeUndefined();
  });
});
