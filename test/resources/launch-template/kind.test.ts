import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { launchTemplate } from '../../../shared/resources/launch-template/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'lt-0a1b2c3d4e5f60718';
const first = { number: 1, httpTokens: 'required', servesMetadata: true, publicIp: false };
const second = { number: 2, httpTokens: null, servesMetadata: false, publicIp: true };
const known = { defaultVersion: first, latestVersion: second };
const wrapped = (name: string, request: object, response: object) => ({
  request: { [`${name}Request`]: request },
  response: { [`${name}Response`]: response },
});
const answer = (parts: object = {}) => ({ launchTemplate: { launchTemplateId: ID, ...parts } });
const made = (launchTemplateData?: object) => ({
  launchTemplateVersion: { launchTemplateId: ID, versionNumber: 2, launchTemplateData },
});

test.each([
  [
    'ec2:CreateLaunchTemplate',
    wrapped(
      'CreateLaunchTemplate',
      { LaunchTemplateData: { MetadataOptions: { HttpTokens: 'required' }, NetworkInterface: { tag: 1 } } },
      answer(),
    ),
    { defaultVersion: first, latestVersion: first },
  ],
  ['ec2:CreateLaunchTemplate', wrapped('CreateLaunchTemplate', {}, answer()), {}],
  [
    'ec2:CreateLaunchTemplateVersion',
    wrapped(
      'CreateLaunchTemplateVersion',
      { LaunchTemplateName: 'shop' },
      made({
        metadataOptions: { httpEndpoint: 'disabled' },
        networkInterfaceSet: { items: [{ associatePublicIpAddress: true }] },
      }),
    ),
    { defaultVersion: first, latestVersion: second },
  ],
  ['ec2:CreateLaunchTemplateVersion', wrapped('CreateLaunchTemplateVersion', {}, made()), { defaultVersion: first }],
  [
    'ec2:ModifyLaunchTemplate',
    wrapped('ModifyLaunchTemplate', { LaunchTemplateId: ID, SetDefaultVersion: '2' }, {}),
    { defaultVersion: second, latestVersion: second },
  ],
  [
    'ec2:ModifyLaunchTemplate',
    wrapped('ModifyLaunchTemplate', {}, answer({ defaultVersionNumber: 3 })),
    { latestVersion: second },
  ],
  ['ec2:DeleteLaunchTemplateVersions', { request: { launchTemplateId: ID } }, { defaultVersion: first }],
  ['ec2:DeleteLaunchTemplate', { request: { launchTemplateId: ID } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(launchTemplate, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(launchTemplate, known, event, ID)).toEqual(state);
});

test('an event that shows no id is unreadable', () => {
  const event = decodeEvent(trailRecord('ec2:DeleteLaunchTemplate', { request: { launchTemplateName: 'shop' } }));
  expect(() => refsOf(launchTemplate, event)).toThrow('shows no launchTemplateId');
});
