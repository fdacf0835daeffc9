import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE, type Gone, UNSEEN } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { EVERYBODY, type Share, type Shared, withoutShares, withShares } from '../common/shares.ts';

/**
 * A document of Systems Manager that the account owns. Its id is its name.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
 */
export interface SsmDocument extends Shared {}

/** The requests are inferred from the API: no public record shows them. */
export const ssmDocument = defineKind<SsmDocument>()({
  name: 'ssm-document',
  type: 'AWS::SSM::Document',
  title: 'Systems Manager document',
  blank: { sharedWith: UNSEEN },
  arn: (ref) => arnOf('ssm', ref, `document/${ref.id}`),
  tagging: { 'ssm:AddTagsToResource': tagged, 'ssm:RemoveTagsFromResource': tagged },
  events: {
    'ssm:CreateDocument': { ids: named, creates: true, evolve: () => ({ sharedWith: exactly([]) }) },
    'ssm:ModifyDocumentPermission': { ids: named, sets: ['sharedWith'], evolve: modify },
    'ssm:DeleteDocument': { ids: named, evolve: remove },
  },
});

/** `all`, in any case, or the id of an account. */
export function shareOf(text: string): Share {
  return text.toLowerCase() === EVERYBODY ? EVERYBODY : text;
}

function named({ eventName, requestParameters }: TrailEvent): string[] {
  const name = getText(requestParameters, 'name')?.replace(/^arn:[^/]*:document\//, '');
  if (!name) throw new UnreadableEvent(`${eventName} names no document`);
  return [name];
}

function tagged({ requestParameters }: TrailEvent): string[] {
  const id = getText(requestParameters, 'resourceId');
  return id && getText(requestParameters, 'resourceType') === 'Document' ? [id] : [];
}

/** An account in both lists is removed. */
function modify(known: SsmDocument, { eventName, requestParameters }: TrailEvent): SsmDocument {
  const [added, removed] = (['accountIdsToAdd', 'accountIdsToRemove'] as const).map((field) =>
    getTexts(requestParameters, field).map(shareOf),
  ) as [Share[], Share[]];
  if (added.length + removed.length === 0) throw new UnreadableEvent(`${eventName} shows no account`);
  return withoutShares(withShares(known, added), removed);
}

/** A request can name one version: the document then stays. */
function remove(known: SsmDocument, { requestParameters }: TrailEvent): SsmDocument | Gone {
  const version = getText(requestParameters, 'documentVersion') || getText(requestParameters, 'versionName');
  return version ? known : GONE;
}
