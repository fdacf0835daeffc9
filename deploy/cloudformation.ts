/** A template in the words of https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-reference.html */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: 'Retain';
  readonly UpdateReplacePolicy?: 'Retain';
}

export type Resources = Readonly<Record<string, Resource>>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  /** Left out in trust policies. */
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

export function ref(name: string): unknown {
  return { Ref: name };
}

export function attribute(name: string, attribute = 'Arn'): unknown {
  return { 'Fn::GetAtt': [name, attribute] };
}

export function sub(text: string): unknown {
  return { 'Fn::Sub': text };
}

/** An ARN in the deployment's own partition, from what follows `arn:<partition>:`. */
export function arn(text: string): unknown {
  return sub(`arn:\${AWS::Partition}:${text}`);
}

/** The ARN of a resource in this account and region. */
export function ownArn(service: string, resource: string): unknown {
  return arn(`${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);
}

export function policy(statements: readonly Statement[]): unknown {
  return { Version: '2012-10-17', Statement: statements };
}

/** The statement of a trust policy that lets an AWS service assume the role. */
export function trust(service: string): Statement {
  return { Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' };
}

/** `sg-open-ingress` → `SgOpenIngress`: logical ids have letters and digits only. */
export function logicalId(name: string): string {
  return name.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
