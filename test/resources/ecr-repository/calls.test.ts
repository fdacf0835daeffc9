import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  PutRegistryScanningConfigurationCommand,
} from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import {
  putRepositoryPolicy,
  putScanOnPush,
  putTagMutability,
} from '../../../shared/resources/ecr-repository/actions.ts';
import ecrRepository from '../../../shared/resources/ecr-repository/reader.ts';
import publicRule from '../../../shared/rules/ecr/ecr-repository-public.ts';
import weakenedRule from '../../../shared/rules/ecr/ecr-repository-weakened.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { expectMended } from '../../support/mend.ts';
import { policyDocument } from '../../support/policy-cases.ts';

const MUTABLE = { mode: 'MUTABLE', exclusions: [] };
const OPEN = policyDocument({ Sid: 'Pull', Effect: 'Allow', Principal: '*', Action: ['ecr:BatchGetImage'] });

describeWithMoto('ECR repository: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(ECRClient, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const repositoryName = `reader/${count}`;
    await client.send(new CreateRepositoryCommand({ repositoryName }));
    return repositoryName;
  }

  test('a new one has nothing', async () => {
    expect(await ecrRepository.read(refOn(ecrRepository, await make()), aws)).toEqual({
      policy: null,
      tags: MUTABLE,
      scanOnPush: false,
      registryScans: 'none',
    });
  });

  test('is changed as the actions say, and back', async () => {
    const ref = refOn(ecrRepository, await make());
    await expectConforming(ecrRepository, ref, putRepositoryPolicy({ before: null, after: OPEN }), aws);
    await expectConforming(ecrRepository, ref, putScanOnPush({ before: false, after: true }), aws);
    const after = { mode: 'IMMUTABLE_WITH_EXCLUSION', exclusions: ['latest*'] };
    await expectConforming(ecrRepository, ref, putTagMutability({ before: MUTABLE, after }), aws);
  });

  test('one for anyone, without scans, is found and mended', async () => {
    const ref = refOn(ecrRepository, await make());
    await applyAction(ref, putRepositoryPolicy({ before: null, after: OPEN }), aws);
    await expectMended(publicRule, ecrRepository, ref, aws);
    await expectMended(weakenedRule, ecrRepository, ref, aws);
  });

  test('a rule of the registry shows', async () => {
    const ref = refOn(ecrRepository, await make());
    const put = (scanType: 'BASIC' | 'ENHANCED', filter: string) =>
      client.send(
        new PutRegistryScanningConfigurationCommand({
          scanType,
          rules: [{ scanFrequency: 'SCAN_ON_PUSH', repositoryFilters: [{ filter, filterType: 'WILDCARD' }] }],
        }),
      );
    await put('BASIC', 'reader/*');
    expect(await ecrRepository.read(ref, aws)).toMatchObject({ registryScans: 'this' });
    await put('ENHANCED', 'elsewhere');
    expect(await ecrRepository.read(ref, aws)).toMatchObject({ registryScans: 'others' });
    await put('BASIC', 'elsewhere');
    expect(await ecrRepository.read(ref, aws)).toMatchObject({ registryScans: 'none' });
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(ecrRepository, await make());
    expect(await listed(ecrRepository, aws)).toContain(ref.id);
    await client.send(new DeleteRepositoryCommand({ repositoryName: ref.id }));
    expect(await ecrRepository.read(ref, aws)).toBe(GONE);
    expect(await listed(ecrRepository, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(ecrRepository, refOn(ecrRepository, await make()), motoAws());
  });
});

describe('ECR repository: answers that moto does not give', () => {
  test('every page is listed', async () => {
    const aws = createAws();
    const client = mockClient(aws.client(ECRClient, PLACE));
    client
      .on(DescribeRepositoriesCommand, { nextToken: undefined })
      .resolves({ repositories: [{ repositoryName: 'one' }], nextToken: 'next' })
      .on(DescribeRepositoriesCommand, { nextToken: 'next' })
      .resolves({ repositories: [{ repositoryName: 'two' }] });
    expect(await listed(ecrRepository, aws)).toEqual(['one', 'two']);
    client.restore();
  });
});
