import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getList, getText, parsedObject } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { taggedByArn } from '../common/tagging.ts';

/**
 * A private repository of ECR. Its id is its name.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Repository.html
 */
export interface EcrRepository {
  /** The policy, a JSON object. `null`: none. */
  readonly policy?: unknown;
  readonly tags?: TagMutability;
  /** The repository's own setting. */
  readonly scanOnPush?: boolean;
  /**
   * What the registry says beside it. `others`: it has enhanced scanning, which leaves this repository out and does not
   * heed the repository's own setting. No event of a repository shows it.
   */
  readonly registryScans?: 'this' | 'others' | 'none';
}

/** Whether a tag can be moved to another image. */
export interface TagMutability {
  /** `MUTABLE`, `IMMUTABLE` or one of them with `_WITH_EXCLUSION`. */
  readonly mode: string;
  /** Patterns of the tags for which the opposite holds. */
  readonly exclusions: readonly string[];
}

/** The form of every event is inferred from the API. Only CreateRepository is in a documented example. */
export const ecrRepository = defineKind<EcrRepository>()({
  name: 'ecr-repository',
  type: 'AWS::ECR::Repository',
  title: 'ECR repository',
  blank: {},
  arn: (ref) => arnOf('ecr', ref, `repository/${ref.id}`),
  tagging: {
    'ecr:TagResource': taggedByArn('resourceArn', 'repository/'),
    'ecr:UntagResource': taggedByArn('resourceArn', 'repository/'),
  },
  events: {
    'ecr:CreateRepository': { ids: named, creates: true, evolve: create },
    'ecr:SetRepositoryPolicy': { ids: named, sets: ['policy'], evolve: setPolicy },
    'ecr:DeleteRepositoryPolicy': {
      ids: named,
      sets: ['policy'],
      evolve: (known) => ({ ...known, policy: null }),
    },
    'ecr:PutImageTagMutability': { ids: named, sets: ['tags'], evolve: putTags },
    'ecr:PutImageScanningConfiguration': { ids: named, sets: ['scanOnPush'], evolve: putScanning },
    'ecr:DeleteRepository': { ids: named, evolve: () => GONE },
  },
});

function named({ eventName, requestParameters }: TrailEvent): string[] {
  const name = getText(requestParameters, 'repositoryName');
  if (!name) throw new UnreadableEvent(`${eventName} names no repository`);
  return [name];
}

/** A new repository has neither policy nor scanning, unless the request asks for it. */
function create(_: EcrRepository, { requestParameters }: TrailEvent): EcrRepository {
  return {
    policy: null,
    tags: tagsFrom(requestParameters) ?? { mode: 'MUTABLE', exclusions: [] },
    scanOnPush: getFlag(requestParameters, 'imageScanningConfiguration', 'scanOnPush') ?? false,
  };
}

function setPolicy(known: EcrRepository, { requestParameters }: TrailEvent): EcrRepository {
  const text = getText(requestParameters, 'policyText');
  if (!text) throw new UnreadableEvent('SetRepositoryPolicy shows no policy');
  return { ...known, policy: parsedObject(text) };
}

function putTags(known: EcrRepository, { requestParameters }: TrailEvent): EcrRepository {
  const tags = tagsFrom(requestParameters);
  if (!tags) throw new UnreadableEvent('PutImageTagMutability does not show whether tags can be moved');
  return { ...known, tags };
}

function putScanning(known: EcrRepository, { requestParameters }: TrailEvent): EcrRepository {
  const scanOnPush = getFlag(requestParameters, 'imageScanningConfiguration', 'scanOnPush');
  if (scanOnPush === undefined) {
    throw new UnreadableEvent('PutImageScanningConfiguration does not show whether images are scanned');
  }
  return { ...known, scanOnPush };
}

/** In a record or in a response of the API. Both have the same form. `undefined`: it is not there. */
export function tagsFrom(source: unknown): TagMutability | undefined {
  const mode = getText(source, 'imageTagMutability');
  const filters = getList(source, 'imageTagMutabilityExclusionFilters');
  return mode ? { mode, exclusions: filters.flatMap((filter) => getText(filter, 'filter') ?? []) } : undefined;
}
