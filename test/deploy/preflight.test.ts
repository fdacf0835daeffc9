import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ending } from '../../deploy/ending.ts';
import { type Params, paramsFrom } from '../../deploy/params.ts';
import { preflight } from '../../deploy/preflight.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { startMoto } from '../support/moto.ts';
import { OFF } from './off.ts';

const REGION = 'eu-west-1';
// Of its own: the trails and stacks of other tests would be among these.
const moto = await startMoto();

describe.runIf(moto)('a look before anything is changed', () => {
  const config = {
    region: REGION,
    endpoint: moto?.url ?? '',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' } as never,
  };
  // moto does not know it.
  const lambda = mockClient(LambdaClient);
  const cloudtrail = new CloudTrailClient(config);
  const params = (given: Readonly<Record<string, string>> = {}): Params => paramsFrom({ ...OFF, ...given });
  const texts = async (given: Readonly<Record<string, string>> = {}) =>
    (await preflight(params(given), config)).map(({ stops, text }) => (stops ? `STOPS: ${text}` : text));
  const email = { alertEmail: 'security@example.com' };

  beforeAll(async () => {
    await new S3Client({ ...config, forcePathStyle: true }).send(
      new CreateBucketCommand({ Bucket: 'logs', CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
  });
  beforeEach(() => {
    lambda.reset();
    lambda.on(GetAccountSettingsCommand).resolves({ AccountLimit: { UnreservedConcurrentExecutions: 1000 } });
  });
  afterAll(async () => {
    lambda.restore();
    await moto?.stop();
  });

  async function withTrail(selectors: object | undefined, check: () => Promise<void>): Promise<void> {
    await cloudtrail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: 'logs', IsMultiRegionTrail: true }));
    await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }));
    if (selectors) await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'audit', ...selectors }));
    try {
      await check();
    } finally {
      await cloudtrail.send(new DeleteTrailCommand({ Name: 'audit' }));
    }
  }

  test('without a trail, it says what is lost', async () => {
    expect(await texts(email)).toEqual([
      expect.stringMatching(
        /^There is no CloudTrail trail in eu-west-1\. Until there is one, changes are found by sweeps/,
      ),
    ]);
  });

  test('a trail that records everything is not mentioned', async () => {
    await withTrail(undefined, async () => expect(await texts(email)).toEqual([]));
  });

  test('a trail that does not log counts as none', async () => {
    await cloudtrail.send(new CreateTrailCommand({ Name: 'idle', S3BucketName: 'logs' }));
    expect(await texts(email)).toEqual([expect.stringMatching(/^No trail in eu-west-1 is logging\./)]);
    await cloudtrail.send(new DeleteTrailCommand({ Name: 'idle' }));
  });

  test.each([
    [
      'that records only what reads',
      { EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'ReadOnly' as const }] },
      /^No trail in eu-west-1 records management events that write\./,
    ],
    [
      'that records no management events',
      { EventSelectors: [{ IncludeManagementEvents: false, ReadWriteType: 'All' as const }] },
      /^No trail in eu-west-1 records management events that write\./,
    ],
    [
      'that leaves out KMS',
      {
        EventSelectors: [
          {
            IncludeManagementEvents: true,
            ReadWriteType: 'All' as const,
            ExcludeManagementEventSources: ['kms.amazonaws.com'],
          },
        ],
      },
      /^No trail in eu-west-1 records the events of kms\.amazonaws\.com\./,
    ],
  ])('a trail %s', async (_, selectors, sentence) => {
    await withTrail(selectors, async () => expect(await texts(email)).toEqual([expect.stringMatching(sentence)]));
  });

  test('a key that is disabled stops the deployment, and one whose policy names no services does not', async () => {
    const kms = new KMSClient(config);
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const { Arn: kmsKey = '', KeyId = '' } = KeyMetadata ?? {};
    const ofKey = async () => (await texts({ ...email, kmsKey })).filter((text) => text.includes('KMS key'));
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect(await ofKey()).toEqual([`STOPS: The KMS key ${kmsKey} is Disabled. Nothing can be encrypted with it.`]);
    await kms.send(new EnableKeyCommand({ KeyId }));
    expect((await ofKey()).map((text) => /does not name (\S+)\. Without/.exec(text)?.[1])).toEqual([
      'events.amazonaws.com',
      'cloudwatch.amazonaws.com',
      'logs.eu-west-1.amazonaws.com',
    ]);
    const Service = ['events.amazonaws.com', 'cloudwatch.amazonaws.com', 'logs.eu-west-1.amazonaws.com'];
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service }, Action: 'kms:*', Resource: '*' }],
    });
    await kms.send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
    expect(await ofKey()).toEqual([]);
  });

  test('a key that is not there stops it', async () => {
    const kmsKey = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000001';
    expect(await texts({ ...email, kmsKey })).toContain(`STOPS: There is no KMS key ${kmsKey}.`);
  });

  test('the webhook is read, and shown nowhere', async () => {
    const ofSlack = async () =>
      (await texts({ slackWebhook: '/plumbline/slack' })).filter((text) => /Slack/.test(text));
    expect(await ofSlack()).toEqual([
      "There is nothing stored in /plumbline/slack. Slack gets nothing until the webhook's URL is there.",
    ]);
    const put = (Value: string) =>
      new SSMClient(config).send(
        new PutParameterCommand({ Name: '/plumbline/slack', Type: 'SecureString', Value, Overwrite: true }),
      );
    await put('T000/B000/not-a-url');
    expect(await ofSlack()).toEqual([expect.stringMatching(/^What is stored in \/plumbline\/slack is no URL/)]);
    expect((await ofSlack()).join()).not.toContain('not-a-url');
    await put('https://hooks.slack.com/services/T000/B000/x');
    expect(await ofSlack()).toEqual([]);
  });

  test('it says where nobody receives anything', async () => {
    expect(await texts()).toContainEqual(expect.stringMatching(/^Nobody receives findings by email or Slack\./));
    expect((await texts(email)).join()).not.toContain('Nobody receives');
  });

  test('of an earlier deployment, a confirmed subscription counts, and a topic that is gone is none', async () => {
    const prefix = { stage: 'earlier' };
    const template = {
      Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'plumbline-earlier-findings' } } },
    };
    await new CloudFormationClient(config).send(
      new CreateStackCommand({ StackName: 'plumbline-earlier', TemplateBody: JSON.stringify(template) }),
    );
    const TopicArn = 'arn:aws:sns:eu-west-1:123456789012:plumbline-earlier-findings';
    expect(await ending(params(prefix), config)).toContain(`--topic-arn ${TopicArn} `);
    expect((await texts(prefix)).join()).toContain('Nobody receives');
    const sns = new SNSClient(config);
    await sns.send(
      new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: 'arn:aws:sqs:eu-west-1:123456789012:q' }),
    );
    expect((await texts(prefix)).join()).not.toContain('Nobody receives');
    await sns.send(new DeleteTopicCommand({ TopicArn }));
    expect((await texts(prefix)).join()).toContain('Nobody receives');
  });

  test.each([
    [0, /^STOPS: Lambda may run no function in eu-west-1/],
    [4, /^Lambda may run 4 functions at once in eu-west-1, and detect alone takes up to 4 \(detectConcurrency\)/],
    [10, undefined],
  ])('with %d functions that may run at once', async (UnreservedConcurrentExecutions, sentence) => {
    lambda.on(GetAccountSettingsCommand).resolves({ AccountLimit: { UnreservedConcurrentExecutions } });
    const found = (await texts(email)).filter((text) => /Lambda/.test(text));
    expect(found).toEqual(sentence ? [expect.stringMatching(sentence)] : []);
  });

  test('what may not be looked at is said, and stops nothing', async () => {
    lambda.on(GetAccountSettingsCommand).rejects(new Error('You are not authorized.'));
    const found = await preflight(params(email), config);
    expect(found).toContainEqual({
      stops: false,
      text: 'How many functions may run at once could not be checked: You are not authorized.',
    });
  });

  test('of two regions, one is told to leave global services to the other', async () => {
    const ofOthers = async (given: object) =>
      (await texts({ ...email, ...given })).filter((text) => text.includes('global services'));
    const put = (name: string, place: Params) =>
      new CloudFormationClient({ ...config, region: 'us-east-1' }).send(
        new CreateStackCommand({ StackName: name, TemplateBody: JSON.stringify(forwarderTemplate(place)) }),
      );
    await put('own', params());
    await put('leaves-it', params({ region: 'eu-north-1', global: 'off' }));
    expect(await ofOthers({})).toEqual([]);
    await put('other', params({ region: 'eu-central-1' }));
    expect(await ofOthers({})).toEqual([
      expect.stringMatching(/^Plumbline in eu-central-1 judges the resources of global services, too.*global=off/),
    ]);
    expect(await ofOthers({ global: 'off' })).toEqual([]);
    expect(await ofOthers({ region: 'eu-central-1' })).toEqual([
      expect.stringMatching(/^Plumbline in eu-west-1 judges/),
    ]);
  });

  test('the end says what to confirm, where to look and how to undo it', async () => {
    const text = await ending(params({ ...email, name: 'acme' }), config);
    expect(text).toContain('each email that SNS has sent to security@example.com');
    expect(text).toContain('https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/');
    expect(text).toContain('npx serverless remove --stage prod --region eu-west-1 --param="name=acme"');
    expect(await ending(params(), config)).toContain('aws sns subscribe --region eu-west-1 --topic-arn ');
  });
});
