import { DescribeFileSystemPolicyCommand, DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { efsFileSystem } from './kind.ts';

const FILE_SYSTEMS = 'elasticfilesystem:{region}:{account}:file-system/*';
const LEAVING = ['deleting', 'deleted'];

export default defineReader(efsFileSystem, {
  permissions: {
    read: {
      'elasticfilesystem:DescribeFileSystems': FILE_SYSTEMS,
      'elasticfilesystem:DescribeFileSystemPolicy': FILE_SYSTEMS,
    },
    list: { 'elasticfilesystem:DescribeFileSystems': FILE_SYSTEMS },
  },
  async read({ id: FileSystemId, ...place }, aws, onTags) {
    const client = aws.client(EFSClient, place);
    const found = await absentOn('FileSystemNotFound', () =>
      client.send(new DescribeFileSystemsCommand({ FileSystemId })),
    );
    const now = found?.FileSystems?.[0];
    if (!now || LEAVING.includes(now.LifeCycleState ?? '')) return GONE;
    onTags?.(tagsIn(now.Tags));
    const answer = await absentOn('PolicyNotFound', () =>
      client.send(new DescribeFileSystemPolicyCommand({ FileSystemId })),
    );
    return { encrypted: now.Encrypted ?? false, policy: answer?.Policy ? parsedObject(answer.Policy) : null };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EFSClient, place)
      .send(new DescribeFileSystemsCommand({ MaxItems: 100, Marker: from }));
    return page(
      (found.FileSystems ?? []).map(({ FileSystemId }) => FileSystemId),
      found.NextMarker,
    );
  },
});
