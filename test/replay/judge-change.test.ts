import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { exampleTrail } from '../../scripts/generate/example-trail.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { compareEvents, decodeEvent } from '../../shared/core/event.ts';
import { mappingOf } from '../../shared/core/kind.ts';
import { createTracker } from '../../shared/replay/track.ts';
import { iamUser, type TrailRecord, trailRecord } from '../support/events.ts';

async function findingsOf(records: readonly TrailRecord[]) {
  const tracker = createTracker(defaultSettings(rules));
  const events = records.map((record) => decodeEvent(record)).sort(compareEvents);
  for (const event of events) await tracker.accept(event);
  return { events, findings: tracker.findings() };
}

const fieldsOf = ({ changes }: { readonly changes: readonly { readonly field: string }[] }) =>
  changes.map(({ field }) => field);
const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

describe('the changes of a finding are the fields that its event changed', () => {
  test('an inline policy is put: nothing else of the user has changed', async () => {
    const request = { userName: 'bob', policyName: 'p', policyDocument: JSON.stringify(policy) };
    const { findings } = await findingsOf([trailRecord('iam:PutUserPolicy', { request, by: iamUser('alice') })]);
    expect(findings.map(fieldsOf)).toEqual([['inline'], ['inline']]);
  });

  test('a managed policy is attached: the inline policies have not changed', async () => {
    const request = { userName: 'bob', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
    const { findings } = await findingsOf([trailRecord('iam:AttachUserPolicy', { request })]);
    expect(findings.map(({ rule }) => rule)).toEqual(['iam-full-admin-policy', 'iam-user-holds-policies']);
    expect(findings.map(fieldsOf)).toEqual([['attached'], ['attached']]);
  });

  test('in the whole example, each is a field that the event sets, with another value than before', async () => {
    const { events, findings } = await findingsOf(exampleTrail());
    const kinds = new Map(rules.map(({ kind }) => [kind.name, kind] as const));
    expect(findings.length).toBeGreaterThan(10);
    for (const { resource, cause, changes } of findings) {
      const event = events.find(({ eventID }) => eventID === cause.eventId);
      const kind = kinds.get(resource.kind);
      const sets: readonly string[] | undefined = event && kind && mappingOf(kind, event)?.sets;
      for (const { field, before, after } of changes) {
        expect(sets ?? [field]).toContain(field);
        expect(JSON.stringify(after)).not.toBe(JSON.stringify(before));
      }
    }
  });
});

describe('a resource that is deleted', () => {
  const request = {
    groupId: 'sg-1',
    ipPermissions: {
      items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
    },
  };
  const at = (minute: number) => `2026-03-02T09:0${minute}:00Z`;
  const opened = trailRecord('ec2:AuthorizeSecurityGroupIngress', { at: at(0), request });
  const closed = trailRecord('ec2:RevokeSecurityGroupIngress', { at: at(1), request });
  const deleted = trailRecord('ec2:DeleteSecurityGroup', { at: at(2), request: { groupId: 'sg-1' } });
  const reopened = trailRecord('ec2:AuthorizeSecurityGroupIngress', { at: at(3), request });

  async function ended(...records: readonly TrailRecord[]) {
    const tracker = createTracker(defaultSettings(rules));
    const notes: unknown[] = [];
    for (const record of records) {
      const { events } = await tracker.accept(decodeEvent(record));
      notes.push(...events.map(({ type, note }) => [type, note]));
    }
    const [finding] = tracker.findings();
    return { notes, gone: finding ? tracker.gone.has(finding.id) : undefined };
  }

  test('ends its finding as gone, and not as compliant', async () => {
    const { gone, notes } = await ended(opened, deleted);
    expect([gone, notes.at(-1)]).toEqual([true, ['resolved', 'The resource was deleted.']]);
  });

  test('a finding that was resolved before stays resolved', async () => {
    expect((await ended(opened, closed, deleted)).gone).toBe(false);
  });

  test('a resource of the same name opens it again', async () => {
    const { gone, notes } = await ended(opened, deleted, reopened);
    expect([gone, notes.at(-1)]).toEqual([false, ['reopened', undefined]]);
  });
});
