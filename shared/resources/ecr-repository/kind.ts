import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getText, parsedObject } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { known, requested } from '../common/named.ts';
import { taggedByArn } from '../common/tagging.ts';

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html */
export interface EcrRepository {
  /** `null`: it has none. */
  readonly policy?: unknown;
  /** Whether new images are scanned, by the repository or by the registry. */
  readonly scans?: boolean;
  /** Whether a tag can be given to another image: all tags, or those that no filter fixes. */
  readonly mutable?: boolean;
}

const named = requested('repository', 'repositoryName');
const tagged = taggedByArn('resourceArn', 'repository/');

/** No real record shows these events; their shapes follow the API. A registry that scans everything is read. */
export const ecrRepository = defineKind<EcrRepository>()({
  name: 'ecr-repository',
  type: 'AWS::ECR::Repository',
  title: 'ECR repository',
  blank: {},
  arn: (ref) => arnOf('ecr', ref, `repository/${ref.id}`),
  tagging: { 'ecr:TagResource': tagged, 'ecr:UntagResource': tagged },
  events: {
    'ecr:CreateRepository': { ids: named, creates: true, evolve: begin },
    'ecr:SetRepositoryPolicy': { ids: named, sets: ['policy'], evolve: putPolicy },
    'ecr:DeleteRepositoryPolicy': { ids: named, sets: ['policy'], evolve: (state) => ({ ...state, policy: null }) },
    'ecr:PutImageScanningConfiguration': {
      ids: named,
      sets: ['scans'],
      evolve: (state, event) => known<EcrRepository>({ ...state, scans: scansIn(event) ?? state.scans }),
    },
    'ecr:PutImageTagMutability': {
      ids: named,
      sets: ['mutable'],
      evolve: (state, event) => known<EcrRepository>({ ...state, mutable: mutableIn(event) ?? state.mutable }),
    },
    'ecr:DeleteRepository': { ids: named, evolve: () => GONE },
  },
});

function begin(_: EcrRepository, event: TrailEvent): EcrRepository {
  return { policy: null, scans: scansIn(event) ?? false, mutable: mutableIn(event) ?? true };
}

function scansIn({ requestParameters: request }: TrailEvent): boolean | undefined {
  return getFlag(request, 'imageScanningConfiguration', 'scanOnPush');
}

function mutableIn({ requestParameters: request }: TrailEvent): boolean | undefined {
  const given = getText(request, 'imageTagMutability');
  return given === undefined ? undefined : !given.startsWith('IMMUTABLE');
}

function putPolicy(state: EcrRepository, { requestParameters: request }: TrailEvent): EcrRepository {
  const text = getText(request, 'policyText');
  if (!text) throw new UnreadableEvent('SetRepositoryPolicy shows no policy');
  return { ...state, policy: parsedObject(text) };
}
