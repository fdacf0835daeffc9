import { actorOf } from '../core/actor.ts';
import { parseArn } from '../core/arn.ts';
import type { TrailEvent } from '../core/event.ts';
import type { NoticeDefinition } from './definition.ts';
import type { RecordPattern } from './pattern.ts';

const SIGN_IN: RecordPattern = {
  eventSource: [{ prefix: 'signin.amazonaws.com' }],
  eventName: ['ConsoleLogin'],
};

/** What a service does on behalf of somebody has that service as `invokedBy`. */
const DIRECTLY = { invokedBy: [{ exists: false }] } as const;

/** What CIS wants to have reported, by any author. */
export const activity: readonly NoticeDefinition[] = [
  {
    name: 'root-used',
    title: 'The root user was used',
    severity: 'high',
    controls: ['iam-root-activity', 'monitor-root-usage'],
    enabled: true,
    count: 1,
    withinMinutes: 5,
    quietMinutes: 60,
    watched: {
      rule: 'root',
      pattern: {
        userIdentity: { type: ['Root'], ...DIRECTLY },
        eventType: [{ 'anything-but': ['AwsServiceEvent'] }],
      },
      elsewhere: 'all',
      reads: true,
    },
    group: ({ sourceIPAddress = '' }) => sourceIPAddress,
    why: 'The root user may do everything, and no policy of the account limits it. Hardly any work needs it.',
    advice: 'Ask who it was. If nobody knows, change the password of the root user, and remove its sessions and keys.',
  },
  {
    name: 'sign-in-without-mfa',
    title: 'A sign-in to the console needed no MFA',
    severity: 'high',
    controls: ['monitor-sign-in-without-mfa'],
    enabled: true,
    count: 1,
    withinMinutes: 5,
    quietMinutes: 24 * 60,
    watched: {
      rule: 'no-mfa',
      service: 'signin',
      pattern: {
        ...SIGN_IN,
        // Of federated users, AWS does not know whether their provider asked for a second factor.
        userIdentity: { type: ['IAMUser', 'Root'] },
        responseElements: { ConsoleLogin: ['Success'] },
        additionalEventData: { MFAUsed: ['No'] },
      },
      elsewhere: 'all',
    },
    group: who,
    why: 'A password alone is guessed, reused and stolen. With a second factor, a stolen password is of little use.',
    advice: 'Give the user an MFA device, or remove its password.',
  },
  {
    name: 'sign-in-failures',
    title: 'Sign-ins to the console failed again and again',
    severity: 'medium',
    controls: ['monitor-authentication-failures'],
    enabled: true,
    count: 5,
    withinMinutes: 15,
    quietMinutes: 60,
    watched: {
      rule: 'sign-in',
      service: 'signin',
      pattern: { ...SIGN_IN, responseElements: { ConsoleLogin: ['Failure'] } },
      elsewhere: 'all',
    },
    // Who tries many names from many addresses is one attack.
    group: () => '',
    why: 'Somebody may be guessing passwords.',
    advice:
      'Ask the users whether it was they. Where it was not, see whether a later sign-in from there has succeeded.',
  },
  {
    name: 'denied-calls',
    title: 'Calls were denied again and again',
    severity: 'medium',
    controls: ['monitor-unauthorized-calls'],
    enabled: true,
    count: 10,
    withinMinutes: 5,
    quietMinutes: 60,
    watched: {
      rule: 'denied',
      pattern: {
        // EC2 writes `Client.UnauthorizedOperation`, others `AccessDeniedException`.
        errorCode: [{ prefix: 'AccessDenied' }, { suffix: 'UnauthorizedOperation' }, 'AuthorizationError'],
        userIdentity: DIRECTLY,
        eventType: ['AwsApiCall'],
        // Outsiders try the objects of every bucket, and data events may show it. Old records have no category.
        eventCategory: ['Management', { exists: false }],
      },
      elsewhere: 'global services',
      reads: true,
      isDenied: true,
    },
    group: who,
    why: 'Who has stolen credentials tries what they allow. A role that lacks a permission fails in the same way.',
    advice: 'Ask who uses the credentials. If nobody knows, disable the key, or revoke the sessions of the role.',
  },
];

/** A user, a role without its session, or a foreign account: the caller chooses the name of a session. */
export function who(event: TrailEvent): string {
  const { type, name, arn, account } = actorOf(event);
  if (type === 'root' || type === 'service') return name;
  const parsed = parseArn(arn ?? '');
  const [kind, role] = parsed?.resource.split('/') ?? [];
  if (parsed && kind === 'assumed-role') return `${parsed.account} role ${role}`;
  if (arn !== undefined) return arn;
  return type === 'user' ? `${account} ${name}` : (account ?? name);
}
