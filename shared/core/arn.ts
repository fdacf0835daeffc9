import { partitionOf, type Ref } from './ref.ts';

/**
 * The parts of an ARN. Region and account are empty where the service has none.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the account, such as `user/team/jane` or `secret:slack-a1b2c3`. */
  readonly resource: string;
}

/** `arn:aws:iam::123456789012:role/deployer` */
export function formatArn({ partition, service, region, account, resource }: Arn): string {
  return ['arn', partition, service, region, account, resource].join(':');
}

/** The ARN of a part of a service, in the account and region of a resource. */
export function arnOf(service: string, { account, region }: Pick<Ref, 'account' | 'region'>, resource: string): string {
  return formatArn({ partition: partitionOf(region), service, region, account, resource });
}

/** `undefined` for a text that is no ARN. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, ...rest] = text.split(':');
  const resource = rest.join(':');
  if (prefix !== 'arn' || !partition || !service || region === undefined || account === undefined || resource === '')
    return undefined;
  return { partition, service, region, account, resource };
}
