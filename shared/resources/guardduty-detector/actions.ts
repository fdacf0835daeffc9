import { putField } from '../common/put-field.ts';
import type { GuarddutyDetector } from './kind.ts';

const put = putField<GuarddutyDetector>();

export const putDetector = put('guardduty.put-detector', 'on', (on) =>
  on ? 'Switch GuardDuty on' : 'Suspend GuardDuty',
);

export const putPlans = put('guardduty.put-plans', 'plans', (plans) =>
  plans.length === 0 ? 'Switch every protection plan off' : `Have these protection plans on: ${plans.join(', ')}`,
);
