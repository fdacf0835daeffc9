import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { compareEvents, decodeEvent } from '../../shared/core/event.ts';
import {
  type Finding,
  type FindingEvent,
  type FindingEventDraft,
  type FindingEventType,
  recorded,
} from '../../shared/core/finding.ts';
import type { Surroundings } from '../../shared/notify/surroundings.ts';
import { createTracker } from '../../shared/replay/track.ts';
import { ACCOUNT, assumedRole, iamUser, REGION, ssoUser, trailRecord } from '../support/events.ts';
import { SHOWN } from '../support/shown.ts';

/** A moment after the last event of `histories`. */
export const NOW = Date.parse('2026-03-02T12:00:04Z');

export const surroundings: Surroundings = {
  region: REGION,
  title: (kind) => ({ 'security-group': 'EC2 security group', 'lambda-function': 'Lambda function' })[kind] ?? kind,
  service: () => 'ec2',
  shown: SHOWN,
  respond: 'plumbline-prod-respond',
  remediation: 'approve',
};

const jane = ssoUser('jane@example.com', 'Developer');
const sam = ssoUser('sam@example.com', 'OnCall');
const GROUP = 'sg-0b1d5a7c3e9f2a468';
const ingress = (port: number) => ({
  groupId: GROUP,
  ipPermissions: {
    items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
  },
});
const at = (time: string) => `2026-03-02T${time}Z`;

/** Invented; only the name may ever be shown. */
export const SECRET = 'correct-horse-battery';

const RECORDS = [
  trailRecord('ec2:CreateSecurityGroup', {
    at: at('08:00:00'),
    request: { groupName: 'web', groupDescription: 'web' },
    response: { groupId: GROUP },
  }),
  trailRecord('ec2:AuthorizeSecurityGroupIngress', { at: at('12:00:00'), by: jane, request: ingress(22) }),
  trailRecord('ec2:AuthorizeSecurityGroupIngress', { at: at('12:00:01'), by: sam, request: ingress(3389) }),
  trailRecord('ec2:RevokeSecurityGroupIngress', { at: at('12:00:02'), by: sam, request: ingress(3389) }),
  trailRecord('ec2:RevokeSecurityGroupIngress', { at: at('12:00:03'), by: sam, request: ingress(22) }),
  trailRecord('kms:DisableKey', {
    at: at('11:00:00'),
    by: iamUser('ci-legacy'),
    sourceIp: '203.0.113.66',
    userAgent: 'Boto3/1.42.0 md/Botocore#1.42.0',
    request: { keyId: '3f1c7a90-5b2e-4d1a-8c6f-0e9d7b4a2c51' },
  }),
  trailRecord('ecs:RegisterTaskDefinition', {
    at: at('11:30:00'),
    by: assumedRole('deploy', 'GitHubActions'),
    request: { family: 'api', containerDefinitions: containers() },
    response: {
      taskDefinition: {
        family: 'api',
        taskDefinitionArn: `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/api:12`,
        revision: 12,
        containerDefinitions: containers(),
      },
    },
  }),
];

function containers() {
  return [{ name: 'api', image: 'api:1', user: '1000', environment: [{ name: 'DB_PASSWORD', value: SECRET }] }];
}

/** Every event that the records lead to, each with the finding at that time. */
export async function histories(): Promise<readonly FindingEvent[]> {
  const tracker = createTracker(defaultSettings(rules));
  const events: FindingEvent[] = [];
  for (const event of RECORDS.map((record) => decodeEvent(record)).sort(compareEvents)) {
    for (const findingEvent of (await tracker.accept(event)).events) {
      events.push(eventOf(findingEvent, events));
    }
  }
  return events;
}

function eventOf(draft: FindingEventDraft, before: readonly FindingEvent[]): FindingEvent {
  const count = before.filter((each) => each.finding.id === draft.finding.id).length;
  return JSON.parse(JSON.stringify(recorded([draft], count, draft.cause.occurredAt + 2000)[0])) as FindingEvent;
}

/** The first event of a rule with a type. */
export async function event(rule: string, type: FindingEventType): Promise<FindingEvent> {
  const found = (await histories()).find((each) => each.finding.rule === rule && each.type === type);
  if (!found) throw new Error(`no ${type} of ${rule}`);
  return found;
}

/** The same finding in an event of another type. */
export function turned(
  from: FindingEvent,
  type: FindingEventType,
  more: Partial<Finding> = {},
  note?: string,
): FindingEvent {
  const cause = {
    eventId: '',
    eventName: type === 'remediated' ? 'remediation' : 'exempt',
    occurredAt: from.recordedAt + 1000,
    actor: { type: 'service', name: 'Plumbline' },
  } as const;
  const finding = { ...from.finding, ...more };
  const { note: _before, ...rest } = from;
  return {
    ...rest,
    id: `${finding.id}-9`,
    type,
    recordedAt: from.recordedAt + 1000,
    cause,
    ...(note === undefined ? {} : { note }),
    finding,
  };
}
