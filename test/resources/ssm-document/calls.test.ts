import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  DescribeDocumentPermissionCommand,
  ListDocumentsCommand,
  ModifyDocumentPermissionCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { shareDocument } from '../../../shared/resources/ssm-document/actions.ts';
import effects from '../../../shared/resources/ssm-document/effects.ts';
import ssmDocument from '../../../shared/resources/ssm-document/reader.ts';
import rule from '../../../shared/rules/ssm/ssm-document-shared.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { expectMended } from '../../support/mend.ts';

const Content = JSON.stringify({ schemaVersion: '2.2', description: 'x', mainSteps: [] });

describeWithMoto('Systems Manager document: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(SSMClient, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const Name = `reader-${count}`;
    await client.send(new CreateDocumentCommand({ Name, Content, DocumentType: 'Command', DocumentFormat: 'JSON' }));
    return Name;
  }

  test('a new one is shared with nobody', async () => {
    expect(await ssmDocument.read(refOn(ssmDocument, await make()), aws)).toEqual({
      sharedWith: { items: [], complete: true },
    });
  });

  test('is shared with an account or with everybody, and no longer', async () => {
    const ref = refOn(ssmDocument, await make());
    await expectConforming(ssmDocument, ref, shareDocument({ share: '444455556666', version: '$LATEST' }), aws);
    await expectConforming(ssmDocument, ref, shareDocument({ share: 'all' }), aws);
  });

  test('a public one is found and mended', async () => {
    const ref = refOn(ssmDocument, await make());
    await applyAction(ref, shareDocument({ share: 'all' }), aws);
    await expectMended(rule, ssmDocument, ref, aws);
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(ssmDocument, await make());
    expect(await listed(ssmDocument, aws)).toContain(ref.id);
    await client.send(new DeleteDocumentCommand({ Name: ref.id }));
    expect(await ssmDocument.read(ref, aws)).toBe(GONE);
    expect(await listed(ssmDocument, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(ssmDocument, refOn(ssmDocument, await make()), motoAws());
  });
});

describe('Systems Manager document: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(SSMClient, PLACE));
  const ref = refOn(ssmDocument, 'restart-shop');
  beforeEach(() => client.reset());
  afterAll(() => client.restore());

  const twoPages = () =>
    client
      .on(DescribeDocumentPermissionCommand)
      .resolves({
        AccountIds: ['777788889999'],
        AccountSharingInfoList: [{ AccountId: '777788889999', SharedDocumentVersion: '$ALL' }],
        NextToken: 'next',
      })
      .on(DescribeDocumentPermissionCommand, { NextToken: 'next' })
      .resolves({ AccountIds: ['444455556666'], NextToken: '' });

  test('every page of shares is read', async () => {
    twoPages();
    expect(await ssmDocument.read(ref, aws)).toEqual({
      sharedWith: { items: ['444455556666', '777788889999'], complete: true },
    });
  });

  test('an undo shares the version that was shared before', async () => {
    twoPages();
    client.on(ModifyDocumentPermissionCommand).resolves({});
    const effect = effects.find(({ type }) => type === 'ssm.share-document') ?? expect.fail();
    const params = [{ share: '777788889999' }, { share: '444455556666' }];
    const completed = await effect.complete?.(ref, params, aws);
    expect(completed).toEqual([{ share: '777788889999', version: '$ALL' }, { share: '444455556666' }]);
    await applyAction(ref, shareDocument({ share: '777788889999', version: '$ALL' }), aws);
    expect(client.commandCalls(ModifyDocumentPermissionCommand)[0]?.args[0].input).toEqual({
      Name: 'restart-shop',
      PermissionType: 'Share',
      AccountIdsToAdd: ['777788889999'],
      SharedDocumentVersion: '$ALL',
    });
  });

  test('every page of own documents is listed', async () => {
    const Filters = [{ Key: 'Owner', Values: ['Self'] }];
    client
      .on(ListDocumentsCommand, { Filters })
      .resolves({ DocumentIdentifiers: [{ Name: 'one' }], NextToken: 'next' })
      .on(ListDocumentsCommand, { Filters, NextToken: 'next' })
      .resolves({ DocumentIdentifiers: [{ Name: 'two' }] });
    expect(await listed(ssmDocument, aws)).toEqual(['one', 'two']);
  });
});
