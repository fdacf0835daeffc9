import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getText, parsedObject } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { answered, requested } from '../common/named.ts';

/** @see https://docs.aws.amazon.com/efs/latest/ug/API_FileSystemDescription.html */
export interface EfsFileSystem {
  /** It cannot be changed later. */
  readonly encrypted?: boolean;
  /** `null`: it has none, so every client that reaches a mount target has full access. */
  readonly policy?: unknown;
}

const named = requested('file system', 'fileSystemId');

/** No real record shows these events; their shapes follow the API. */
export const efsFileSystem = defineKind<EfsFileSystem>()({
  name: 'efs-file-system',
  type: 'AWS::EFS::FileSystem',
  title: 'EFS file system',
  blank: {},
  arn: (ref) => arnOf('elasticfilesystem', ref, `file-system/${ref.id}`),
  tagging: {
    'elasticfilesystem:CreateTags': named,
    'elasticfilesystem:DeleteTags': named,
    'elasticfilesystem:TagResource': tagged,
    'elasticfilesystem:UntagResource': tagged,
  },
  events: {
    'elasticfilesystem:CreateFileSystem': {
      ids: answered('fileSystemId', 'fileSystemId'),
      creates: true,
      evolve: (_, { requestParameters: request, responseElements: response }) => ({
        encrypted: getFlag(response, 'encrypted') ?? getFlag(request, 'encrypted') ?? false,
        policy: null,
      }),
    },
    'elasticfilesystem:PutFileSystemPolicy': { ids: named, sets: ['policy'], evolve: putPolicy },
    'elasticfilesystem:DeleteFileSystemPolicy': {
      ids: named,
      sets: ['policy'],
      evolve: (known) => ({ ...known, policy: null }),
    },
    'elasticfilesystem:DeleteFileSystem': { ids: named, evolve: () => GONE },
  },
});

/** The resource is the id or the ARN of a file system or of an access point. */
function tagged({ requestParameters }: TrailEvent): string[] {
  const id = /(?:^|\/)(fs-[0-9a-f]+)$/.exec(getText(requestParameters, 'resourceId') ?? '')?.[1];
  return id ? [id] : [];
}

function putPolicy(known: EfsFileSystem, { requestParameters }: TrailEvent): EfsFileSystem {
  const text = getText(requestParameters, 'policy');
  if (!text) throw new UnreadableEvent('PutFileSystemPolicy shows no policy');
  return { ...known, policy: parsedObject(text) };
}
