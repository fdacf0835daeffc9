import type { Params } from './params.ts';
import type { System } from './system.ts';
import { alarms } from './template/alarms.ts';
import { withoutWhatIsOff } from './template/conditions.ts';
import { dashboard } from './template/dashboard.ts';
import { encrypted, encryptedLogGroups } from './template/encryption.ts';
import { eventRules } from './template/event-rules.ts';
import { loopsAllowed } from './template/loops.ts';
import { ownComponentList } from './template/own-components.ts';
import { queuePolicies } from './template/queue-policies.ts';
import { roles } from './template/roles.ts';

/** What is deployed: `serverless.yml` without what is off, and with everything that follows from it and the settings. */
export function completed(described: System, params: Params): System {
  const { resources, ...system } = withoutWhatIsOff(described);
  const known: System = {
    ...system,
    resources: { ...resources, Resources: { ...eventRules(params), ...resources.Resources } },
  };
  const all = {
    ...known.resources.Resources,
    ...queuePolicies(known, params),
    ...roles(known, params),
    ...alarms(known, params),
    ...dashboard(known, params),
  };
  return {
    ...known,
    environment: { ...known.environment, PLUMBLINE_COMPONENTS: ownComponentList(known, params) },
    resources: {
      ...known.resources,
      Resources: encrypted(all, params.kmsKey),
      extensions: {
        ...encryptedLogGroups(Object.keys(known.functions), params.kmsKey),
        ...loopsAllowed(known),
      },
    },
  };
}
