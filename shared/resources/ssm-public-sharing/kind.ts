import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText } from '../../core/json.ts';
import { defineKind } from '../../core/kind.ts';

/** @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetServiceSetting.html */
export const SETTING = '/ssm/documents/console/public-sharing-permission';

/**
 * Whether documents of Systems Manager can be made public in a region. The id is the region.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html#block-public-access
 */
export interface SsmPublicSharing {
  readonly isAllowed?: boolean;
}

/** The requests are inferred from the API: no public record shows them. A setting that is reset allows public sharing. */
export const ssmPublicSharing = defineKind<SsmPublicSharing>()({
  name: 'ssm-public-sharing',
  type: 'AWS::::Account',
  title: 'Public sharing of Systems Manager documents in a region',
  blank: {},
  events: {
    'ssm:UpdateServiceSetting': {
      ids: region,
      sets: ['isAllowed'],
      evolve: (known, event) => ({ ...known, isAllowed: isAllowedBy(event) }),
    },
    'ssm:ResetServiceSetting': {
      ids: region,
      sets: ['isAllowed'],
      evolve: (known) => ({ ...known, isAllowed: true }),
    },
  },
});

/** There are other settings. A request can name one by its ARN. */
function region({ eventName, requestParameters, awsRegion }: TrailEvent): string[] {
  const setting = getText(requestParameters, 'settingId');
  if (!setting) throw new UnreadableEvent(`${eventName} names no setting`);
  return `/${setting.replace(/^arn:[^/]*:servicesetting/, '').replace(/^\//, '')}` === SETTING ? [awsRegion] : [];
}

function isAllowedBy({ eventName, requestParameters }: TrailEvent): boolean {
  const value = getText(requestParameters, 'settingValue')?.toLowerCase();
  if (value !== 'enable' && value !== 'disable') throw new UnreadableEvent(`${eventName} shows no value that is known`);
  return value === 'enable';
}
