import {
  DisableTrustAnchorCommand,
  EnableTrustAnchorCommand,
  GetTrustAnchorCommand,
  ListTrustAnchorsCommand,
} from '@aws-sdk/client-rolesanywhere';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putTrustAnchor } from '../../../shared/resources/trust-anchor/actions.ts';
import { RolesAnywhere } from '../../../shared/resources/trust-anchor/api-client.ts';
import trustAnchor from '../../../shared/resources/trust-anchor/reader.ts';
import { applyAction, listed, PLACE, refOn } from '../../support/aws.ts';
import { awsError } from '../../support/mend.ts';

describe('trust anchor (calls mocked: moto has no Roles Anywhere)', () => {
  const aws = createAws();
  // The types of this client are older than those of the mock.
  const client = mockClient(aws.client(RolesAnywhere, PLACE) as never);
  const on = (command: unknown, input?: object) => client.on(command as never, input);
  const inputOf = (command: unknown) => client.commandCalls(command as never)[0]?.args[0].input as unknown;
  const ref = refOn(trustAnchor, 'one');
  afterAll(() => client.restore());

  test('one of a private authority is read', async () => {
    const acmPcaArn = 'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/1';
    const source = { sourceType: 'AWS_ACM_PCA', sourceData: { acmPcaArn } } as const;
    on(GetTrustAnchorCommand).resolves({ trustAnchor: { name: 'plant', enabled: true, source } } as never);
    expect(await trustAnchor.read(ref, aws)).toEqual({ name: 'plant', enabled: true, authority: acmPcaArn });
  });

  test('one that is gone; a denial proves nothing', async () => {
    on(GetTrustAnchorCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await trustAnchor.read(ref, aws)).toBe(GONE);
    on(GetTrustAnchorCommand).rejects(awsError('AccessDeniedException'));
    await expect(trustAnchor.read(ref, aws)).rejects.toThrow('AccessDeniedException');
  });

  test('it is switched off and on again', async () => {
    on(DisableTrustAnchorCommand).resolves({});
    on(EnableTrustAnchorCommand).resolves({});
    const off = putTrustAnchor({ before: true, after: false });
    await applyAction(ref, off, aws);
    await applyAction(ref, putTrustAnchor.inverse(off.params), aws);
    expect(inputOf(DisableTrustAnchorCommand)).toEqual({ trustAnchorId: 'one' });
    expect(inputOf(EnableTrustAnchorCommand)).toEqual({ trustAnchorId: 'one' });
  });

  test('every page is listed', async () => {
    const anchor = (trustAnchorId: string) => ({ trustAnchorId });
    on(ListTrustAnchorsCommand).resolves({ trustAnchors: [anchor('one')], nextToken: 'next' } as never);
    on(ListTrustAnchorsCommand, { nextToken: 'next' }).resolves({ trustAnchors: [anchor('two')] } as never);
    expect(await listed(trustAnchor, aws)).toEqual(['one', 'two']);
  });
});
