import rule from '../../../shared/rules/ec2/ec2-imdsv1-allowed.ts';
import { ec2Call, INSTANCE, launch, terminate } from '../../support/instances.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const modify = (minute: number, options: object, parts: object = {}) =>
  ec2Call(
    'ModifyInstanceMetadataOptions',
    minute,
    { ModifyInstanceMetadataOptionsRequest: { InstanceId: INSTANCE, ...options } },
    undefined,
    parts,
  );
const options = (httpTokens: string, httpEndpoint = 'enabled') => ({
  metadataOptions: { state: 'pending', httpTokens, httpEndpoint, httpPutResponseHopLimit: 1 },
});

export default settingsCases(rule, {
  right: { httpTokens: 'required', hopLimit: 1, httpEndpoint: 'enabled' },
  wrong: { httpTokens: 'optional', hopLimit: 2 },
  compliant: [
    { name: 'no metadata at all', state: { httpTokens: 'optional', hopLimit: 64, httpEndpoint: 'disabled' } },
    { name: 'a container host', state: { httpTokens: 'required', hopLimit: 2 }, options: { mostHops: 2 } },
  ],
  events: [
    {
      name: 'launched with IMDSv1, and mended',
      events: [launch(options('optional')), modify(1, { HttpTokens: 'required' })],
      transitions: ['opened', 'resolved'],
      resource: INSTANCE,
    },
    {
      name: 'tokens, then hops, then the endpoint is switched off',
      events: [
        launch(options('required')),
        modify(1, { HttpTokens: 'optional' }),
        modify(2, { HttpPutResponseHopLimit: 3 }),
        modify(3, { HttpEndpoint: 'disabled' }),
      ],
      transitions: ['opened', 'changed', 'resolved'],
      texts: [
        /^The instance serves its metadata without a session token/,
        /^Responses of the instance metadata travel 3 hops/,
      ],
    },
    {
      name: 'terminated',
      events: [launch(options('optional')), terminate(1)],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        launch(options('required')),
        modify(1, { HttpTokens: 'optional' }, { errorCode: 'Client.UnauthorizedOperation' }),
      ],
      transitions: [],
    },
    {
      name: 'no instance named',
      events: [
        ec2Call('ModifyInstanceMetadataOptions', 0, {
          ModifyInstanceMetadataOptionsRequest: { HttpTokens: 'optional' },
        }),
      ],
      transitions: [],
      unreadable: /names no instance/,
    },
  ],
});
