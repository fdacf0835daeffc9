import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetEventSourceMappingCommand, LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import type { Ref } from '../../core/ref.ts';
import { disableMapping, disableRule, enableMapping, enableRule } from './actions.ts';
import { namesIn } from './names.ts';

const RULES = ['region', 'forwarder'].map((where) => `events:{${where}}:{account}:rule/{component}`);
const MAPPINGS = 'lambda:{region}:{account}:event-source-mapping:*';
const permissions = { 'lambda:GetEventSourceMapping': MAPPINGS, 'lambda:UpdateEventSourceMapping': MAPPINGS } as const;

export default [
  effectOf(enableRule, {
    permissions: { 'events:EnableRule': RULES },
    async apply(ref, _, aws) {
      await aws.client(EventBridgeClient, ref).send(new EnableRuleCommand({ Name: namesIn(ref.id).name }));
    },
  }),
  effectOf(disableRule, {
    permissions: { 'events:DisableRule': RULES },
    async apply(ref, _, aws) {
      await aws.client(EventBridgeClient, ref).send(new DisableRuleCommand({ Name: namesIn(ref.id).name }));
    },
  }),
  effectOf(enableMapping, { permissions, apply: (ref, _, aws) => switchMapping(ref, true, aws) }),
  effectOf(disableMapping, { permissions, apply: (ref, _, aws) => switchMapping(ref, false, aws) }),
];

/** AWS refuses the call while the mapping is already changing to this state. */
async function switchMapping(ref: Ref, Enabled: boolean, aws: Aws): Promise<void> {
  const lambda = aws.client(LambdaClient, ref);
  const { uuid: UUID } = namesIn(ref.id);
  const { State = '' } = await lambda.send(new GetEventSourceMappingCommand({ UUID }));
  const there = Enabled ? ['Enabled', 'Enabling'] : ['Disabled', 'Disabling'];
  if (!there.includes(State)) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
}
