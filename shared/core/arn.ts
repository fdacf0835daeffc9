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

/** `undefined` for a text that is no ARN. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, ...rest] = text.split(':');
  const resource = rest.join(':');
  if (prefix !== 'arn' || !partition || !service || region === undefined || account === undefined || resource === '')
    return undefined;
  return { partition, service, region, account, resource };
}
