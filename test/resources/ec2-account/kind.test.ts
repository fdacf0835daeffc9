import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, refsOf } from '../../../shared/core/kind.ts';
import { ec2Account } from '../../../shared/resources/ec2-account/kind.ts';
import { REGION, trailRecord } from '../../support/events.ts';

const defaults = (request: object) => ({ request: { ModifyInstanceMetadataDefaultsRequest: request } });

test.each([
  ['ec2:ModifyInstanceMetadataDefaults', defaults({ HttpTokens: 'no-preference' }), { httpTokens: 'no-preference' }],
  ['ec2:ModifyInstanceMetadataDefaults', { request: { httpTokens: 'required' } }, { httpTokens: 'required' }],
  ['ec2:ModifyInstanceMetadataDefaults', defaults({ HttpPutResponseHopLimit: 2 }), {}],
  ['ec2:EnableSerialConsoleAccess', { request: { EnableSerialConsoleAccessRequest: '' } }, { serialConsole: true }],
  ['ec2:DisableSerialConsoleAccess', { request: null }, { serialConsole: false }],
  [
    'ec2:EnableImageBlockPublicAccess',
    { request: { EnableImageBlockPublicAccessRequest: { ImageBlockPublicAccessState: 'block-new-sharing' } } },
    { imagesBlocked: true },
  ],
  ['ec2:DisableImageBlockPublicAccess', { request: null }, { imagesBlocked: false }],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(ec2Account, event)).toMatchObject([{ id: REGION }]);
  expect(await evolve(ec2Account, undefined, event, REGION)).toEqual(state);
});

test('a value that AWS adds later is unreadable', async () => {
  const event = decodeEvent(trailRecord('ec2:ModifyInstanceMetadataDefaults', defaults({ HttpTokens: 'sometimes' })));
  await expect(evolve(ec2Account, undefined, event, REGION)).rejects.toThrow('unknown value of HttpTokens');
});
