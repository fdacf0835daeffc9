import type { Resources } from '../../deploy/cloudformation.ts';
import { forwarderRegion, forwarderStack } from '../../deploy/forwarder-names.ts';
import type { Given, Params } from '../../deploy/params.ts';
import { paramsFrom } from '../../deploy/params.ts';
import type { Scope } from '../../deploy/scope.ts';
import { defaultParameters, deployedWith } from '../../deploy/serverless-yml.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { forwards } from '../../deploy/template/own-components.ts';
import { type Place, resolved } from './resolved.ts';

/** A statement as AWS gets it. */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** One policy of a deployment: of a role, or of a resource. */
export interface DeployedPolicy {
  /** The logical id of the role or resource that has it. */
  readonly of: string;
  readonly name: string;
  readonly kind: 'inline' | 'managed' | 'trust' | 'resource';
  readonly document: { readonly Version: string; readonly Statement: readonly PolicyStatement[] };
}

export const ACCOUNT = '111122223333';

/** The policies of a deployment with these parameters, of both of its stacks. */
export function policiesWith(given: Given, scope?: Scope): readonly DeployedPolicy[] {
  const params = paramsFrom({ ...defaultParameters(), stage: 'prod', region: 'eu-west-1', ...given }, scope);
  const home = placeOf(params, params.region, params.prefix);
  return [
    ...policiesIn(deployedWith(params).resources.Resources, home),
    ...(forwards(params)
      ? policiesIn(
          forwarderTemplate(params).Resources,
          placeOf(params, forwarderRegion(params) ?? '', forwarderStack(params)),
        )
      : []),
  ];
}

function placeOf({ region: home }: Params, region: string, stack: string): Place {
  const partition = /^(cn|us-gov)-/.exec(home)?.[1];
  return { partition: partition ? `aws-${partition}` : 'aws', region, account: ACCOUNT, stack };
}

interface Named {
  readonly PolicyName: string;
  readonly PolicyDocument: DeployedPolicy['document'];
}

/** The policies in a template, with all values filled in. */
export function policiesIn(resources: Resources, place: Place): readonly DeployedPolicy[] {
  const all = resolved(
    Object.fromEntries(Object.entries(resources).filter(([, { Type }]) => /^AWS::(IAM::|SQS::QueuePolicy)/.test(Type))),
    resources,
    place,
  ) as Resources;
  return Object.entries(all).flatMap(([id, { Type, Properties }]): readonly DeployedPolicy[] => {
    const {
      PolicyDocument,
      AssumeRolePolicyDocument,
      Policies = [],
    } = Properties as unknown as Partial<Named> & {
      readonly AssumeRolePolicyDocument?: Named['PolicyDocument'];
      readonly Policies?: readonly Named[];
    };
    if (Type === 'AWS::IAM::Role' && AssumeRolePolicyDocument)
      return [
        { of: id, name: 'trust', kind: 'trust', document: AssumeRolePolicyDocument },
        ...Policies.map(
          ({ PolicyName, PolicyDocument: document }) =>
            ({ of: id, name: PolicyName, kind: 'inline', document }) as const,
        ),
      ];
    if (!PolicyDocument) throw new Error(`${id}: policies of the type ${Type} are not read.`);
    if (Type !== 'AWS::IAM::ManagedPolicy') return [{ of: id, name: id, kind: 'resource', document: PolicyDocument }];
    // The role that has it names it. CloudFormation's resolved name is its ARN.
    return [{ of: holderOf(id, resources), name: id, kind: 'managed', document: PolicyDocument }];
  });
}

function holderOf(policy: string, resources: Resources): string {
  const holder = Object.entries(resources).find(([, { Properties }]) =>
    JSON.stringify(Properties['ManagedPolicyArns'] ?? []).includes(`"${policy}"`),
  );
  if (!holder) throw new Error(`No role has the policy ${policy}.`);
  return holder[0];
}
