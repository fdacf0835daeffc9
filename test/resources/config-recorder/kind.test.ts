import { configRecorder } from '../../../shared/resources/config-recorder/kind.ts';
import { provesOf } from '../../support/kind-events.ts';

const put = (recordingGroup?: object) => ({ request: { configurationRecorder: { recordingGroup } } });

provesOf(configRecorder, 'eu-west-1', [
  ['config:PutConfigurationRecorder', put(), { allTypes: true }],
  ['config:PutConfigurationRecorder', put(), { recorder: 'stopped', allTypes: true }, { recorder: 'none' }],
  [
    'config:PutConfigurationRecorder',
    put({ allSupported: false }),
    { recorder: 'on', allTypes: false },
    { recorder: 'on' },
  ],
  [
    'config:PutConfigurationRecorder',
    put({ allSupported: false, recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' } }),
    { allTypes: false },
  ],
  ['config:StartConfigurationRecorder', {}, { recorder: 'on', delivers: true }],
  ['config:StopConfigurationRecorder', {}, { recorder: 'stopped' }],
  ['config:DeleteConfigurationRecorder', {}, { recorder: 'none', allTypes: false }],
  ['config:PutDeliveryChannel', {}, { delivers: true }],
  ['config:DeleteDeliveryChannel', {}, { delivers: false }],
]);
