import { readFileSync } from 'node:fs';
import { CloudTrailClient, GetEventSelectorsCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { EC2Client } from '@aws-sdk/client-ec2';
import { KMSClient } from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { createAws } from '../../shared/aws/clients.ts';
import type { Action } from '../../shared/core/action.ts';
import type { Neighbours } from '../../shared/core/kind.ts';
import { unseenNeighbours } from '../../shared/core/neighbour.ts';
import { judge } from '../../shared/evaluate/judge.ts';
import { failureReason } from '../../shared/remediate/steps.ts';
import { putEventSelectors, startLogging, updateTrail } from '../../shared/resources/cloudtrail-trail/actions.ts';
import { selectorsWith } from '../../shared/resources/cloudtrail-trail/api-event-selectors.ts';
import { enableKeyRotation } from '../../shared/resources/kms-key/actions.ts';
import { replaceRoute } from '../../shared/resources/route-table/actions.ts';
import { authorizeIngress } from '../../shared/resources/security-group/actions.ts';
import { createFlowLog, detachInternetGateway } from '../../shared/resources/vpc/actions.ts';
import type { Run } from '../../shared/store/store.ts';
import { applyAction, PLACE } from '../support/aws.ts';
import { kmsKeys } from '../support/neighbours.ts';

/*
 * What AWS asks for before it carries out a call, and moto does not. Each condition is met by the plan, or people are told
 * before or after the call. docs/conditions.md has the same list.
 */

const aws = createAws();
const ec2 = mockClient(aws.client(EC2Client, PLACE));
const kms = mockClient(aws.client(KMSClient, PLACE));
const cloudtrail = mockClient(aws.client(CloudTrailClient, PLACE));

interface Given {
  readonly state: object;
  readonly baseline?: object;
  readonly neighbours?: Readonly<Record<string, Neighbours<object>>>;
  readonly id?: string;
}

/** The plan of a rule, as people read it. */
function planned(id: string, { state, baseline, neighbours, id: name = 'example' }: Given): string {
  const rule = rules.find((each) => each.id === id) ?? expect.fail(`there is no rule ${id}`);
  const { plan } = judge(rule, undefined, state, {
    ref: { kind: rule.kind.name, ...PLACE, id: name },
    options: rule.options.parse({}),
    baseline,
    trusted: { accounts: [] },
    now: 0,
    neighbours: { ...unseenNeighbours(rule), ...neighbours },
  });
  return `${plan.mode}: ${plan.steps.join('; ')}`;
}

/** What people are told where AWS answers an action with an error, or the action is not tried. */
function failed(kind: string, action: Action, error?: string): () => Promise<string> {
  return async () => {
    if (error) {
      const refusal = Object.assign(new Error('oh'), { name: error, $metadata: { httpStatusCode: 400 } });
      ec2.onAnyCommand().rejects(refusal);
      kms.onAnyCommand().rejects(refusal);
      cloudtrail.onAnyCommand().rejects(refusal);
    }
    const run = { purpose: 'remediate', completedSteps: 0, plan: { actions: [action] } } as unknown as Run;
    try {
      await applyAction({ kind, ...PLACE, id: 'example' }, action, aws);
    } catch (thrown) {
      return failureReason(thrown, run, false) ?? 'It is tried again.';
    }
    return 'It was carried out.';
  };
}

afterEach(() => {
  ec2.reset();
  kms.reset();
  cloudtrail.reset();
});

const KEY = `arn:aws:kms:${PLACE.region}:${PLACE.account}:key/0a1b`;
const selector = (ReadWriteType: 'All' | 'ReadOnly' | 'WriteOnly') => ({
  ReadWriteType,
  IncludeManagementEvents: false,
  DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::a/'] }],
});
const five = (...types: readonly ('All' | 'ReadOnly' | 'WriteOnly')[]) => ({
  EventSelectors: Array.from({ length: 5 }, (_, index) => selector(types[index % types.length] ?? 'All')),
});
const EVERYTHING = { included: true, readWrite: 'All', excludedSources: [] } as const;
const record = putEventSelectors({ before: { ...EVERYTHING, included: false }, after: EVERYTHING });
const toGateway = replaceRoute({ destination: '0.0.0.0/0', before: 'igw-1', after: 'nat-1' });
const flowLog = { id: 'fl-1', settings: { traffic: 'ALL', destinationType: 's3', destination: 'arn:aws:s3:::logs' } };

/** By the condition: what people read. */
const CONDITIONS: Readonly<Record<string, () => [said: string | (() => Promise<string>), expected: RegExp][]>> = {
  'Rotation is set on the primary key of a multi-Region key': () => [
    [
      planned('kms-rotation-off', { state: { enabled: true, rotation: { on: false }, primary: KEY } }),
      /^manual: .*on its primary key: arn/,
    ],
  ],
  'Only symmetric keys with material of AWS are rotated': () => [
    [planned('kms-rotation-off', { state: { origin: 'EXTERNAL', rotation: { on: false } } }), /^manual: $/],
    [planned('kms-rotation-off', { state: { spec: 'RSA_4096', rotation: { on: false } } }), /^manual: $/],
    [
      failed('kms-key', enableKeyRotation({}), 'UnsupportedOperationException'),
      /AWS does not offer this for keys of this type/,
    ],
  ],
  'Only enabled keys are changed': () => [
    [
      planned('kms-rotation-off', { state: { enabled: false, rotation: { on: false } } }),
      /AWS changes the rotation only of enabled keys/,
    ],
    [
      failed('kms-key', enableKeyRotation({}), 'KMSInvalidStateException'),
      /^Step 1 of 1 of the plan failed: AWS refused it \(KMSInvalidStateException\)\. The state of the key does not allow it\.$/,
    ],
  ],
  'A key encrypts only while it is enabled and not being deleted': () =>
    (
      [
        [{ enabled: false, deletion: { date: '2026-03-09' } }, /^manual: .*scheduled for deletion/],
        [{ enabled: false, deletion: null }, /^manual: .*is disabled/],
        [undefined, /^manual: .*no longer exists/],
        [{ enabled: true, deletion: null }, /^auto: Encrypt/],
        [{}, /^approve: Encrypt/],
      ] as const
    ).flatMap(([key, expected]): [string, RegExp][] => {
      const neighbours = { keys: kmsKeys(key ? { '0a1b': key } : {}) };
      const encryption = { algorithm: 'aws:kms', key: KEY, bucketKey: true };
      const state = { encryption: { algorithm: 'AES256', bucketKey: false } };
      return [
        [planned('s3-default-encryption-downgraded', { state, baseline: { encryption }, neighbours }), expected],
        [
          planned('cloudtrail-kms-removed', { state: { kmsKey: null }, baseline: { kmsKey: KEY }, neighbours }),
          expected,
        ],
      ];
    }),
  'A trail delivers only to a bucket that lets it': () => [
    [
      planned('cloudtrail-log-files-diverted', {
        state: { logging: true, bucket: 'logs', deliveryFailure: { bucket: 'logs', error: 'NoSuchBucket' } },
      }),
      /^manual: .*bucket or its policy has to be fixed first/,
    ],
    [
      failed(
        'cloudtrail-trail',
        updateTrail({ setting: 'bucket', before: 'theirs', after: 'ours' }),
        'S3BucketDoesNotExistException',
      ),
      /The bucket of the trail no longer exists\.$/,
    ],
    [
      failed(
        'cloudtrail-trail',
        updateTrail({ setting: 'kmsKey', before: null, after: KEY }),
        'KmsKeyDisabledException',
      ),
      /The KMS key of the trail is disabled\.$/,
    ],
  ],
  'A trail is changed in its home region, by the account that owns it': () => [
    [
      failed('cloudtrail-trail', startLogging({}), 'InvalidHomeRegionException'),
      /The trail can only be changed in its home region\.$/,
    ],
    [
      failed('cloudtrail-trail', startLogging({}), 'NotOrganizationMasterAccountException'),
      /Only the management account of the organization can change this trail\.$/,
    ],
  ],
  'A trail has at most five event selectors': () => {
    const types = (now: object) =>
      selectorsWith(EVERYTHING, now)
        .EventSelectors?.map(
          ({ ReadWriteType, IncludeManagementEvents }) => `${ReadWriteType} ${IncludeManagementEvents}`,
        )
        .join();
    cloudtrail.on(GetEventSelectorsCommand).resolves(five('ReadOnly')).on(PutEventSelectorsCommand).resolves({});
    return [
      [types(five('WriteOnly', 'All')) ?? '', /^WriteOnly false,All true,/],
      // Reads in one selector and writes in another are everything.
      [types(five('WriteOnly', 'ReadOnly')) ?? '', /^WriteOnly true,ReadOnly true,WriteOnly false/],
      [failed('cloudtrail-trail', record), /five event selectors, the most that CloudTrail allows/],
    ];
  },
  'A trail has at most 500 values in advanced selectors and 250 data resources': () => [
    [
      failed('cloudtrail-trail', record, 'InvalidEventSelectorsException'),
      /The selectors of the trail have as many values as CloudTrail allows\.$/,
    ],
  ],
  'A route leads only to a target that exists': () =>
    ['InvalidNatGatewayID.NotFound', 'InvalidGatewayID.NotFound', 'InvalidTransitGatewayID.NotFound'].map((name) => [
      failed('route-table', toGateway, name),
      /The target of the route no longer exists\. Choose another target\.$/,
    ]),
  'A gateway is detached only from a VPC without public addresses': () => [
    [
      failed('vpc', detachInternetGateway({ gateway: 'igw-1' }), 'DependencyViolation'),
      /The VPC still has public addresses\. Release them first\.$/,
    ],
  ],
  'A flow log needs its destination, and the number of flow logs is limited': () => [
    [
      failed('vpc', createFlowLog(flowLog), 'LogDestinationNotFound'),
      /destination of the flow log no longer exists\.$/,
    ],
    [failed('vpc', createFlowLog(flowLog), 'FlowLogsLimitExceeded'), /as many flow logs as AWS allows\.$/],
    [failed('vpc', createFlowLog({ id: 'fl-1' })), /What the flow log recorded, and where to, is not known\.$/],
  ],
  'Members of a Multi-AZ DB cluster are not modified': () => [
    [
      planned('rds-publicly-accessible', {
        id: 'db:ledger-1',
        state: { publiclyAccessible: true, cluster: 'ledger', engine: 'mysql' },
      }),
      /^manual: .*whose members cannot be modified/,
    ],
    [
      planned('rds-publicly-accessible', { id: 'cluster:ledger', state: { publiclyAccessible: true } }),
      /^manual: .*can only be set when it is created/,
    ],
    [
      planned('rds-publicly-accessible', {
        id: 'db:shop-1',
        state: { publiclyAccessible: true, cluster: 'shop', engine: 'aurora-mysql' },
      }),
      /^auto: Switch public access to the database off$/,
    ],
  ],
  'Encryption of a database is set when it is created': () => [
    [planned('rds-unencrypted', { id: 'db:shop', state: { storageEncrypted: false } }), /^manual: /],
  ],
  'A security group has a limited number of rules, and names groups that exist': () => [
    [
      failed('security-group', authorizeIngress({ protocol: 'tcp', cidr: '10.0.0.0/8' }), 'InvalidGroup.NotFound'),
      /The security group, or the one that the rule names, no longer exists\.$/,
    ],
    [
      failed(
        'security-group',
        authorizeIngress({ protocol: 'tcp', cidr: '10.0.0.0/8' }),
        'RulesPerSecurityGroupLimitExceeded',
      ),
      /as many rules as AWS allows\.$/,
    ],
  ],
};

test.each(Object.entries(CONDITIONS))('%s', async (_, said) => {
  const answers = said();
  expect(answers.length).toBeGreaterThan(0);
  for (const [text, expected] of answers) expect(typeof text === 'string' ? text : await text()).toMatch(expected);
});

test('docs/conditions.md lists exactly these conditions', () => {
  const page = readFileSync(new URL('../../docs/conditions.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| (?!condition|---)([^|]+) \|/gm)].map(([, name]) => name);
  expect(listed).toEqual(Object.keys(CONDITIONS));
});
