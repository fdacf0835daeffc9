import type { AnyRule } from '../../shared/core/rule.ts';
import { ACCOUNT } from './events.ts';
import type { RuleCases } from './rule-cases.ts';

const PARTNER = '444455556666';

interface PolicyCases extends Pick<RuleCases, 'events'> {
  /** What outsiders may do in the examples: `sns:Publish`. */
  readonly action: string;
  /** The option that lists the resources which named outsiders may use. */
  readonly sharedOption: string;
  readonly compliant?: RuleCases['compliant'];
  readonly drifted?: RuleCases['drifted'];
}

/** A statement that allows something. */
export function allowing(Sid: string, AWS: unknown, Action: string, more: object = {}): object {
  return { Sid, Effect: 'Allow', Principal: { AWS }, Action, Resource: '*', ...more };
}

export function policyDocument(...Statement: readonly object[]): {
  readonly Version: string;
  readonly Statement: readonly object[];
} {
  return { Version: '2012-10-17', Statement };
}

/** The cases that hold for every `resourcePolicyRule`. The laws of plans hold the fix of each. */
export function policyCases(
  rule: AnyRule,
  { action, sharedOption, events, compliant = [], drifted = [] }: PolicyCases,
): RuleCases {
  const own = allowing('Own', `arn:aws:iam::${ACCOUNT}:root`, action);
  const anyone = allowing('Anyone', '*', action);
  const partner = allowing('Partner', `arn:aws:iam::${PARTNER}:root`, action);
  const byCondition = (key: string, value: string) =>
    allowing('Limited', '*', action, { Condition: { StringEquals: { [key]: value } } });
  const says = (who: string) => `${who} may ${action}`;
  return {
    rule,
    compliant: [
      { name: 'no policy', state: { policy: null } },
      { name: 'the own account', state: { policy: policyDocument(own) } },
      {
        name: 'anyone of the own account',
        state: { policy: policyDocument(byCondition('aws:PrincipalAccount', ACCOUNT)) },
      },
      { name: 'a trusted account', state: { policy: policyDocument(own, partner) }, trusted: { accounts: [PARTNER] } },
      {
        name: 'a trusted organisation',
        state: { policy: policyDocument(byCondition('aws:PrincipalOrgID', 'o-abcdefghij')) },
        trusted: { organizations: ['o-abcdefghij'] },
      },
      {
        name: 'an outsider with a name, who may use this one',
        id: 'shared',
        state: { policy: policyDocument(partner) },
        options: { [sharedOption]: ['shared'] },
      },
      ...compliant,
    ],
    drifted: [
      {
        name: 'anyone',
        state: { policy: policyDocument(own, anyone) },
        violations: [{ message: 'public', path: 'Anyone anyone', data: { says: says('anyone') } }],
      },
      {
        name: 'anyone, where outsiders with a name may',
        id: 'shared',
        state: { policy: policyDocument(own, anyone) },
        options: { [sharedOption]: ['shared'] },
        violations: [{ message: 'public', path: 'Anyone anyone', data: { says: says('anyone') } }],
      },
      {
        name: 'an account that is not trusted',
        state: { policy: policyDocument(own, partner) },
        violations: [{ message: 'foreign', path: `Partner ${PARTNER}`, data: { says: says(`account ${PARTNER}`) } }],
      },
      ...drifted,
    ],
    unknown: [
      { name: 'no event showed the policy', state: {} },
      { name: 'a policy that is cut off', state: { policy: '{"Version": "2012-10-17", "Statement": [' } },
    ],
    events,
  };
}
