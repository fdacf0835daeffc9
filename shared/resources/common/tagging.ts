import { parseArn } from '../../core/arn.ts';
import type { TrailEvent } from '../../core/event.ts';
import { getList, getText, getTexts } from '../../core/json.ts';
import type { Tagging } from '../../core/tagging.ts';

/**
 * The EC2 resources whose ids begin with this. One call can tag resources of many types.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 */
export function taggedInEc2(prefix: string): Tagging {
  const ids = ({ requestParameters }: TrailEvent) =>
    getList(requestParameters, 'resourcesSet', 'items')
      .map((item) => getText(item, 'resourceId') ?? '')
      .filter((id) => id.startsWith(prefix));
  return { 'ec2:CreateTags': ids, 'ec2:DeleteTags': ids };
}

/**
 * The resource whose ARN is in a field of the request: what follows `prefix` in the last part of the ARN is its id.
 * None, where the field has something else.
 */
export function taggedByArn(field: string, prefix: string): (event: TrailEvent) => readonly string[] {
  return ({ requestParameters }) => {
    const resource = parseArn(getText(requestParameters, field) ?? '')?.resource;
    return resource?.startsWith(prefix) ? [resource.slice(prefix.length)] : [];
  };
}

/** Resources of a call that tags several, by the list of their ARNs: as `taggedByArn`. */
export function taggedByArns(field: string, prefix: string): (event: TrailEvent) => readonly string[] {
  return ({ requestParameters }) =>
    getTexts(requestParameters, field).flatMap((arn) => {
      const resource = parseArn(arn)?.resource;
      return resource?.startsWith(prefix) ? [resource.slice(prefix.length)] : [];
    });
}
