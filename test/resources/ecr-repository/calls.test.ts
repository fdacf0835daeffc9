import {
  BatchGetRepositoryScanningConfigurationCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import {
  putRepositoryPolicy,
  putScanning,
  putTagMutability,
} from '../../../shared/resources/ecr-repository/actions.ts';
import ecrRepository from '../../../shared/resources/ecr-repository/reader.ts';
import open from '../../../shared/rules/ecr/ecr-repository-public.ts';
import weak from '../../../shared/rules/ecr/ecr-repository-weakened.ts';
import { describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';
import { awsError } from '../../support/mend.ts';
import { allowing, policyDocument } from '../../support/policy-cases.ts';

const policyFor = (who: string) => policyDocument(allowing('Some', who, 'ecr:BatchGetImage'));

describeWithMoto('ECR repository: calls to AWS', () => {
  const client = motoAws().client(ECRClient, PLACE);
  let count = 0;
  callsOf(ecrRepository, {
    async make() {
      count += 1;
      const repositoryName = `reader/${count}`;
      await client.send(new CreateRepositoryCommand({ repositoryName }));
      return repositoryName;
    },
    starts: { policy: null, scans: false, mutable: true },
    does: [
      putRepositoryPolicy({ before: null, after: policyFor('arn:aws:iam::444455556666:root') }),
      putScanning({ before: false, after: true }),
      putTagMutability({ before: true, after: false }),
    ],
    mends: [[open, putRepositoryPolicy({ before: null, after: policyFor('*') })], [weak]],
    remove: (repositoryName) => client.send(new DeleteRepositoryCommand({ repositoryName })),
  });
});

describe('ECR repository: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(ECRClient, PLACE));
  afterAll(() => client.restore());

  test('a registry that scans all the time, and tags that are fixed but for some', async () => {
    client
      .on(DescribeRepositoriesCommand)
      .resolves({ repositories: [{ imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION' }] });
    client
      .on(BatchGetRepositoryScanningConfigurationCommand)
      .resolves({ scanningConfigurations: [{ scanOnPush: false, scanFrequency: 'CONTINUOUS_SCAN' }] });
    client.on(GetRepositoryPolicyCommand).rejects(awsError('RepositoryPolicyNotFoundException'));
    expect(await ecrRepository.read(refOn(ecrRepository, 'one'), aws)).toEqual({
      policy: null,
      scans: true,
      mutable: false,
    });
  });

  test('every page is listed', async () => {
    client
      .on(DescribeRepositoriesCommand, { nextToken: undefined })
      .resolves({ repositories: [{ repositoryName: 'one' }], nextToken: 'next' })
      .on(DescribeRepositoriesCommand, { nextToken: 'next' })
      .resolves({ repositories: [{ repositoryName: 'two' }] });
    expect(await listed(ecrRepository, aws)).toEqual(['one', 'two']);
  });
});
