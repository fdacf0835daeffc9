import rule from '../../../shared/rules/ec2/ec2-account-guardrail-off.ts';
import { REGION } from '../../support/events.ts';
import { ec2Call } from '../../support/instances.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const call = (name: string, minute: number, request: unknown = '', parts: object = {}) =>
  ec2Call(name, minute, { [`${name}Request`]: request }, undefined, parts);

const tokens = (minute: number, HttpTokens: string) => call('ModifyInstanceMetadataDefaults', minute, { HttpTokens });
const block = (minute: number) =>
  call('EnableImageBlockPublicAccess', minute, { ImageBlockPublicAccessState: 'block-new-sharing' });
const closed = [call('DisableSerialConsoleAccess', 0), block(1)];

export default settingsCases(rule, {
  right: { httpTokens: 'required', serialConsole: false, imagesBlocked: true },
  wrong: { httpTokens: 'no-preference', serialConsole: true, imagesBlocked: false },
  values: { httpTokens: 'no-preference' },
  compliant: [
    {
      name: 'a region that is not judged',
      id: 'us-west-2',
      state: { httpTokens: 'optional', serialConsole: true, imagesBlocked: false },
      options: { exceptRegions: ['us-west-2'] },
    },
  ],
  events: [
    {
      name: 'the default of the metadata is removed and set',
      events: [...closed, tokens(2, 'no-preference'), tokens(3, 'required')],
      transitions: ['opened', 'resolved'],
      resource: REGION,
    },
    {
      name: 'the serial console is opened, images are unblocked, and both end',
      events: [
        tokens(0, 'required'),
        call('EnableSerialConsoleAccess', 1),
        call('DisableImageBlockPublicAccess', 2),
        call('DisableSerialConsoleAccess', 3),
        block(4),
      ],
      transitions: ['opened', 'changed', 'changed', 'resolved'],
    },
    {
      name: 'opened, where no event showed the other settings',
      events: [call('EnableSerialConsoleAccess', 0)],
      transitions: ['opened'],
      texts: [/^Access to the EC2 serial console is on/],
    },
    {
      name: 'a refused call',
      events: [call('EnableSerialConsoleAccess', 0, '', { errorCode: 'Client.UnauthorizedOperation' })],
      transitions: [],
    },
    {
      name: 'a value that AWS adds later',
      events: [call('ModifyInstanceMetadataDefaults', 0, { HttpTokens: 'sometimes' })],
      transitions: [],
      unreadable: /unknown value of HttpTokens/,
    },
  ],
});
