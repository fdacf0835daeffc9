import { inverses } from '../../core/action.ts';
import type { OwnComponent } from './state.ts';

const on = (component: OwnComponent): OwnComponent => ({ ...component, enabled: true });
const off = (component: OwnComponent): OwnComponent => ({ ...component, enabled: false });

export const [enableRule, disableRule] = inverses<OwnComponent, object>()(
  { type: 'events.enable-rule', describe: () => 'Enable the rule', simulate: on },
  { type: 'events.disable-rule', describe: () => 'Disable the rule', simulate: off },
);

export const [enableMapping, disableMapping] = inverses<OwnComponent, object>()(
  {
    type: 'lambda.enable-event-source-mapping',
    describe: () => 'Enable the event source mapping',
    simulate: on,
  },
  { type: 'lambda.disable-event-source-mapping', describe: () => 'Disable the event source mapping', simulate: off },
);
