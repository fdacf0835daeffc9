import rule from '../../../shared/rules/config/config-recorder-stopped.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`config:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const configurationRecorderName = 'default';
const put = (minute: number, recordingGroup?: object) =>
  call('PutConfigurationRecorder', minute, { configurationRecorder: { name: 'default', recordingGroup } });
const right = { recorder: 'on', allTypes: true, delivers: true } as const;

export default casesOf(rule, {
  compliant: [
    { name: 'it records everything', state: right },
    { name: 'it never recorded everything', state: { ...right, allTypes: false } },
    { name: 'a region without AWS Config', options: { exceptRegions: ['eu-west-1'] }, state: { recorder: 'none' } },
  ],
  drifted: [
    {
      name: 'it is stopped',
      state: { ...right, recorder: 'stopped' },
      violations: [{ message: 'stopped', path: 'recorder', data: {} }],
      plan: [{ type: 'config.start-recorder', params: {} }],
    },
    {
      name: 'there is none',
      state: { recorder: 'none', allTypes: false, delivers: false },
      violations: [
        { message: 'none', path: 'recorder', data: {} },
        { message: 'channel', path: 'channel', data: {} },
      ],
      cannot: /needs its role/,
    },
    {
      name: 'it is narrowed',
      baseline: right,
      state: { ...right, allTypes: false },
      violations: [{ message: 'narrow', path: 'types', data: {} }],
      cannot: /needs its role/,
    },
    {
      name: 'it has to record everything',
      options: { everyType: true },
      state: { ...right, allTypes: false },
      violations: [{ message: 'narrow', path: 'types', data: {} }],
      cannot: /needs its role/,
    },
  ],
  unknown: [{ name: 'no event showed anything', state: {} }],
  events: [
    {
      name: 'it is stopped and started',
      events: [
        call('StopConfigurationRecorder', 0, { configurationRecorderName }),
        call('StartConfigurationRecorder', 1, { configurationRecorderName }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'eu-west-1',
    },
    {
      name: 'it is deleted and made again, step by step',
      events: [
        call('DeleteDeliveryChannel', 0, { deliveryChannelName: 'default' }),
        call('DeleteConfigurationRecorder', 1, { configurationRecorderName }),
        put(2, { allSupported: true }),
        call('PutDeliveryChannel', 3, { deliveryChannel: { name: 'default' } }),
        call('StartConfigurationRecorder', 4, { configurationRecorderName }),
      ],
      transitions: ['opened', 'changed', 'changed', 'changed', 'resolved'],
    },
    {
      name: 'it is narrowed and widened',
      events: [
        put(0),
        call('PutDeliveryChannel', 1, { deliveryChannel: { name: 'default' } }),
        call('StartConfigurationRecorder', 2, { configurationRecorderName }),
        put(3, { allSupported: false, resourceTypes: ['AWS::EC2::Instance'] }),
        put(4, { recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' } }),
      ],
      transitions: ['opened', 'resolved'],
      texts: [/no longer records every type/],
    },
    {
      name: 'a refused call',
      events: [call('StopConfigurationRecorder', 0, { configurationRecorderName }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
