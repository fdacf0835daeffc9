import { inverses } from '../../core/action.ts';
import type { OwnComponent } from './state.ts';

const on = (part: OwnComponent): OwnComponent => ({ ...part, enabled: true });
const off = (part: OwnComponent): OwnComponent => ({ ...part, enabled: false });

export const [enableRule, disableRule] = inverses<OwnComponent, object>()(
  { type: 'events.enable-rule', describe: () => 'Switch the rule on again', simulate: on },
  { type: 'events.disable-rule', describe: () => 'Switch the rule off', simulate: off },
);

export const [enableMapping, disableMapping] = inverses<OwnComponent, object>()(
  {
    type: 'lambda.enable-event-source-mapping',
    describe: () => 'Switch the event source mapping on again',
    simulate: on,
  },
  { type: 'lambda.disable-event-source-mapping', describe: () => 'Switch the event source mapping off', simulate: off },
);
