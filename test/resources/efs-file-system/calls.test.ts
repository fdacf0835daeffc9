import {
  CreateFileSystemCommand,
  DeleteFileSystemCommand,
  DeleteFileSystemPolicyCommand,
  DescribeFileSystemPolicyCommand,
  DescribeFileSystemsCommand,
  EFSClient,
  PutFileSystemPolicyCommand,
} from '@aws-sdk/client-efs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putFileSystemPolicy } from '../../../shared/resources/efs-file-system/actions.ts';
import efsFileSystem from '../../../shared/resources/efs-file-system/reader.ts';
import { applyAction, describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { callsOf } from '../../support/kind-calls.ts';
import { allowing, policyDocument } from '../../support/policy-cases.ts';

const POLICY = policyDocument(allowing('Some', '*', 'elasticfilesystem:ClientMount'));

describeWithMoto('EFS file system: calls to AWS', () => {
  const client = motoAws().client(EFSClient, PLACE);
  let count = 0;
  callsOf(efsFileSystem, {
    async make() {
      count += 1;
      const made = await client.send(
        new CreateFileSystemCommand({ CreationToken: `reader-${count}`, Encrypted: true }),
      );
      return made.FileSystemId ?? '';
    },
    starts: { encrypted: true, policy: null },
    remove: (FileSystemId) => client.send(new DeleteFileSystemCommand({ FileSystemId })),
  });
});

describe('EFS file system: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(EFSClient, PLACE));
  afterAll(() => client.restore());

  test('one that is being deleted is gone, and every page is listed', async () => {
    client
      .on(DescribeFileSystemsCommand)
      .resolves({ FileSystems: [{ FileSystemId: 'fs-1', LifeCycleState: 'deleting' } as never], NextMarker: 'next' });
    expect(await efsFileSystem.read(refOn(efsFileSystem, 'fs-1'), aws)).toBe(GONE);
    client
      .on(DescribeFileSystemsCommand, { Marker: 'next' })
      .resolves({ FileSystems: [{ FileSystemId: 'fs-2' } as never] });
    expect(await listed(efsFileSystem, aws)).toEqual(['fs-1', 'fs-2']);
  });

  test('its policy is read, put and deleted', async () => {
    const ref = refOn(efsFileSystem, 'fs-2');
    client.on(DescribeFileSystemsCommand).resolves({ FileSystems: [{ Encrypted: true } as never] });
    client.on(DescribeFileSystemPolicyCommand).resolves({ Policy: JSON.stringify(POLICY) });
    expect(await efsFileSystem.read(ref, aws)).toEqual({ encrypted: true, policy: POLICY });
    client.on(PutFileSystemPolicyCommand).resolves({});
    client.on(DeleteFileSystemPolicyCommand).resolves({});
    const put = putFileSystemPolicy({ before: null, after: POLICY });
    await applyAction(ref, put, aws);
    await applyAction(ref, putFileSystemPolicy.inverse(put.params), aws);
    const name = { FileSystemId: 'fs-2' };
    expect(client.commandCalls(PutFileSystemPolicyCommand)[0]?.args[0].input).toEqual({
      ...name,
      Policy: JSON.stringify(POLICY),
    });
    expect(client.commandCalls(DeleteFileSystemPolicyCommand)[0]?.args[0].input).toEqual(name);
  });
});
