import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { putDeletion, putRotation, putSecretPolicy } from '../../../shared/resources/secret/actions.ts';
import { dayOf } from '../../../shared/resources/secret/kind.ts';
import secret from '../../../shared/resources/secret/reader.ts';
import deletion from '../../../shared/rules/secretsmanager/secret-deletion-scheduled.ts';
import policy from '../../../shared/rules/secretsmanager/secret-policy-public.ts';
import { applyAction, describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';
import { allowing, policyDocument } from '../../support/policy-cases.ts';

const partner = policyDocument(allowing('Partner', 'arn:aws:iam::444455556666:root', 'secretsmanager:GetSecretValue'));
const anyone = policyDocument(allowing('Anyone', '*', 'secretsmanager:GetSecretValue'));

describeWithMoto('secret: calls to AWS', () => {
  const client = motoAws().client(SecretsManagerClient, PLACE);
  let count = 0;
  callsOf(secret, {
    async make() {
      count += 1;
      const Name = `reader/${count}`;
      await client.send(new CreateSecretCommand({ Name, SecretString: 'not-read' }));
      return Name;
    },
    starts: {
      rotates: false,
      rotatable: false,
      rotated: dayOf(Date.now()),
      deleting: false,
      owner: null,
      policy: null,
    },
    does: [putDeletion({ before: false, after: true }), putSecretPolicy({ before: null, after: partner })],
    mends: [
      [deletion, putDeletion({ before: false, after: true })],
      [policy, putSecretPolicy({ before: null, after: anyone })],
    ],
    remove: (SecretId) => client.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true })),
  });
});

describe('secret: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(SecretsManagerClient, PLACE));
  afterAll(() => client.restore());

  test('a secret with a schedule, that a service owns', async () => {
    client.on(GetResourcePolicyCommand).resolves({});
    client.on(DescribeSecretCommand).resolves({
      RotationEnabled: true,
      RotationRules: { ScheduleExpression: 'rate(7 days)' },
      LastRotatedDate: new Date('2026-03-01T10:00:00Z'),
      OwningService: 'rds',
      Tags: [{ Key: 'team', Value: 'orders' }],
    });
    const tags: object[] = [];
    expect(await secret.read(refOn(secret, 'one'), aws, (each) => tags.push(each))).toEqual({
      rotates: true,
      rotatable: true,
      rotationDays: 7,
      rotated: '2026-03-01',
      deleting: false,
      owner: 'rds',
      policy: null,
    });
    expect(tags).toEqual([{ team: 'orders' }]);
  });

  test('rotation is switched on without a rotation at once', async () => {
    client.on(RotateSecretCommand).resolves({});
    await applyAction(refOn(secret, 'one'), putRotation({ before: false, after: true }), aws);
    expect(client.commandCalls(RotateSecretCommand)[0]?.args[0].input).toEqual({
      SecretId: 'one',
      RotateImmediately: false,
    });
  });

  test('every page is listed, also what is being deleted', async () => {
    client
      .on(ListSecretsCommand, { NextToken: undefined, IncludePlannedDeletion: true })
      .resolves({ SecretList: [{ Name: 'one' }], NextToken: 'next' })
      .on(ListSecretsCommand, { NextToken: 'next', IncludePlannedDeletion: true })
      .resolves({ SecretList: [{ Name: 'two' }] });
    expect(await listed(secret, aws)).toEqual(['one', 'two']);
  });
});
