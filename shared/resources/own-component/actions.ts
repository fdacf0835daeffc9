import { inverses } from '../../core/action.ts';
import type { MonitorPart } from './state.ts';

const on = (part: MonitorPart): MonitorPart => ({ ...part, enabled: true });
const off = (part: MonitorPart): MonitorPart => ({ ...part, enabled: false });

export const [enableRule, disableRule] = inverses<MonitorPart, object>()(
  { type: 'events.enable-rule', describe: () => 'Switch the rule on again', simulate: on },
  { type: 'events.disable-rule', describe: () => 'Switch the rule off', simulate: off },
);

export const [enableMapping, disableMapping] = inverses<MonitorPart, object>()(
  {
    type: 'lambda.enable-event-source-mapping',
    describe: () => 'Switch the event source mapping on again',
    simulate: on,
  },
  { type: 'lambda.disable-event-source-mapping', describe: () => 'Switch the event source mapping off', simulate: off },
);
