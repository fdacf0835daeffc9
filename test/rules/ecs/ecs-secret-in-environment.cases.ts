import { Redacted } from '../../../shared/core/redacted.ts';
import type { Variable } from '../../../shared/resources/common/variable.ts';
import rule from '../../../shared/rules/ecs/ecs-secret-in-environment.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';
import { arnOfRevision, deleteRevisions, deregister, register } from './register.ts';

const container = (environment?: readonly Variable[]) => ({
  name: 'app',
  privileged: false,
  user: null,
  repositoryCredentials: null,
  ...(environment ? { environment } : {}),
});
const stage: Variable = { name: 'STAGE', value: new Redacted('production') };
const secret: Variable = {
  name: 'DB_PASSWORD',
  value: new Redacted('correct horse 9'),
  detection: { detector: 'named-secret', phrase: 'a value under a name that says password', because: 'name' },
};
const violation = {
  message: 'secret',
  path: 'app/DB_PASSWORD',
  data: { container: 'app', variable: 'DB_PASSWORD', what: 'a value under a name that says password' },
} as const;

const app = (...environment: unknown[]) => ({ name: 'app', image: 'example/app:1', essential: true, environment });
const clean = app({ name: 'STAGE', value: 'production' });
const leaking = app({ name: 'STAGE', value: 'production' }, { name: 'DB_PASSWORD', value: 'correct-Horse-9' });
const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const text = 'Variable DB_PASSWORD of container app holds a value under a name that says password.';

export default casesOf(rule, {
  compliant: [
    { name: 'no variables', state: { containers: [container([])] } },
    { name: 'variables that hold no secret', state: { containers: [container([stage])] } },
    { name: 'a name to ignore', state: { containers: [container([secret])] }, options: { ignore: ['DB_*'] } },
    {
      name: 'a hidden value under a name to ignore',
      state: { containers: [container([{ name: 'SALT' }])] },
      options: { ignore: ['SALT'] },
    },
  ],
  drifted: [
    {
      name: 'a secret among other variables',
      state: { revision: 4, containers: [container([stage, secret])] },
      violations: [violation],
    },
    {
      name: 'one name twice is one violation',
      state: { containers: [container([secret, secret])] },
      violations: [violation],
    },
    {
      name: 'a hidden value beside it does not excuse it',
      state: { containers: [container([secret]), { ...container(), name: 'sidecar' }] },
      violations: [violation],
    },
  ],
  unknown: [
    { name: 'no event showed the containers', state: {} },
    { name: 'all variables are hidden', state: { containers: [container()] } },
    { name: 'a value is hidden', state: { containers: [container([stage, { name: 'DB_PASSWORD' }])] } },
  ],
  events: [
    {
      name: 'a secret, and a newer revision without it',
      events: [register(4, [leaking]), register(5, [clean])],
      transitions: ['opened', 'resolved'],
      resource: 'web',
    },
    {
      name: 'says which variable of which container',
      events: [register(4, [clean, leaking])],
      transitions: ['opened'],
      texts: [text],
    },
    {
      name: 'one container is not a list',
      events: [register(4, [], { more: { containerDefinitions: leaking } })],
      transitions: ['opened'],
    },
    {
      name: 'a record without an answer',
      events: [
        trailRecord('ecs:RegisterTaskDefinition', { request: { family: 'web', containerDefinitions: [leaking] } }),
      ],
      transitions: ['opened'],
      resource: 'web',
    },
    {
      name: 'the containers only in the answer',
      events: [
        trailRecord('ecs:RegisterTaskDefinition', {
          request: { cliToken: 'a' },
          response: {
            taskDefinition: { family: 'web', taskDefinitionArn: arnOfRevision(4), containerDefinitions: [leaking] },
          },
        }),
        deregister(4),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a value from Secrets Manager',
      events: [
        register(4, [
          {
            ...clean,
            secrets: [{ name: 'DB_PASSWORD', valueFrom: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db' }],
          },
        ]),
      ],
      transitions: [],
    },
    {
      name: 'the newest revision deregistered',
      events: [register(4, [leaking]), deregister(4)],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'an older revision deregistered',
      events: [register(3, [clean]), register(4, [leaking]), deregister(3), deleteRevisions([3])],
      transitions: ['opened'],
    },
    {
      name: 'deleted after it was deregistered',
      events: [register(4, [leaking]), deregister(4), deleteRevisions([3, 4])],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'deleted, and its deregistration not in the log',
      events: [register(4, [leaking]), deleteRevisions([3, 4])],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a revision that could not be deleted',
      events: [
        register(4, [leaking]),
        deleteRevisions(
          [3, 4],
          [{ arn: arnOfRevision(4), reason: 'The specified task definition is still in ACTIVE status.' }],
        ),
      ],
      transitions: ['opened'],
    },
    { name: 'the end of a family never met', events: [deregister(4), deleteRevisions([4])], transitions: [] },
    {
      name: 'two registrations within one second, the newer first',
      events: [
        register(5, [clean], { at: '2026-03-02T09:04:00Z' }),
        register(4, [leaking], { at: '2026-03-02T09:04:00Z' }),
      ].map((record, index) => ({
        ...record,
        eventID: `00000000-0000-4000-8000-00000000000${index}`,
      })),
      transitions: [],
    },
    {
      name: 'hidden values',
      events: [register(4, [app({ name: 'DB_PASSWORD', value: hidden })])],
      transitions: [],
      doubt: /are hidden by CloudTrail or could not be judged/,
    },
    {
      name: 'variables hidden whole',
      events: [register(4, [{ ...clean, environment: hidden }])],
      transitions: [],
      doubt: /are hidden by CloudTrail or could not be judged/,
    },
    {
      name: 'a hidden value resolves nothing',
      events: [register(4, [leaking]), register(5, [app({ name: 'DB_PASSWORD', value: hidden })])],
      transitions: ['opened'],
    },
    { name: 'a refused call', events: [register(4, [leaking], { errorCode: 'ClientException' })], transitions: [] },
    {
      name: 'a registration without containers',
      events: [trailRecord('ecs:RegisterTaskDefinition', { request: { family: 'web' } })],
      transitions: [],
      unreadable: /shows no container definitions/,
    },
    {
      name: 'a registration without a family',
      events: [trailRecord('ecs:RegisterTaskDefinition', { request: { containerDefinitions: [leaking] } })],
      transitions: [],
      unreadable: /names no family/,
    },
    {
      name: 'a container without a name',
      events: [register(4, [{ image: 'example/app:1' }])],
      transitions: [],
      unreadable: /container without a name/,
    },
    {
      name: 'a deregistration that names nothing',
      events: [trailRecord('ecs:DeregisterTaskDefinition')],
      transitions: [],
      unreadable: /names no revision/,
    },
  ],
});
