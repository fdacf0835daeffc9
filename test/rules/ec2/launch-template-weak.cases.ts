import rule from '../../../shared/rules/ec2/launch-template-weak.ts';
import { ec2Call } from '../../support/instances.ts';
import { casesOf } from '../../support/rule-cases.ts';

const id = 'lt-0a1b2c3d4e5f60718';
const safe = { number: 1, httpTokens: 'required', servesMetadata: true, publicIp: false };
const open = { number: 2, httpTokens: null, servesMetadata: true, publicIp: true };
const imdsv1 = { message: 'imdsv1', path: 'httpTokens/2', data: { version: 2 } } as const;
const publicIp = { message: 'publicIp', path: 'publicIp/2', data: { version: 2 } } as const;

const call = (name: string, minute: number, request: object, response: object = {}, parts: object = {}) =>
  ec2Call(name, minute, { [`${name}Request`]: request }, { [`${name}Response`]: response }, parts);
const create = (data: object, parts: object = {}) =>
  call(
    'CreateLaunchTemplate',
    0,
    { LaunchTemplateName: 'shop', LaunchTemplateData: { ImageId: 'ami-1', ...data } },
    { launchTemplate: { launchTemplateId: id, defaultVersionNumber: 1, latestVersionNumber: 1 } },
    parts,
  );
const addVersion = (minute: number, versionNumber: number, httpTokens: string) =>
  call(
    'CreateLaunchTemplateVersion',
    minute,
    { LaunchTemplateId: id, SourceVersion: '1', LaunchTemplateData: { MetadataOptions: { HttpTokens: httpTokens } } },
    {
      launchTemplateVersion: {
        launchTemplateId: id,
        versionNumber,
        launchTemplateData: { metadataOptions: { httpTokens } },
      },
    },
  );
const choose = (minute: number, version: string) =>
  call('ModifyLaunchTemplate', minute, { LaunchTemplateId: id, SetDefaultVersion: version });
const MetadataOptions = { HttpTokens: 'required' };

export default casesOf(rule, {
  compliant: [
    { name: 'one safe version', state: { defaultVersion: safe, latestVersion: safe } },
    {
      name: 'no metadata at all',
      state: { defaultVersion: safe, latestVersion: { ...open, servesMetadata: false, publicIp: false } },
    },
    {
      name: 'public on purpose',
      id,
      state: { defaultVersion: safe, latestVersion: { ...safe, number: 2, publicIp: true } },
      options: { publicTemplates: [id] },
    },
  ],
  drifted: [
    {
      name: 'the latest version',
      state: { defaultVersion: safe, latestVersion: open },
      violations: [imdsv1, publicIp],
    },
    { name: 'the only version', state: { defaultVersion: open, latestVersion: open }, violations: [imdsv1, publicIp] },
    {
      name: 'the default, where the latest is not known',
      state: { defaultVersion: open },
      violations: [imdsv1, publicIp],
    },
  ],
  unknown: [
    { name: 'nothing is known', state: {} },
    { name: 'the latest version is not known', state: { defaultVersion: safe } },
  ],
  events: [
    {
      name: 'created without tokens, and replaced by a version with them',
      events: [create({}), addVersion(1, 2, 'required'), choose(2, '2')],
      transitions: ['opened', 'resolved'],
      resource: id,
      texts: [/^Version 1 of the launch template does not require a session token/],
    },
    {
      name: 'a version without tokens, and the template is deleted',
      events: [
        create({ MetadataOptions }),
        addVersion(1, 2, 'optional'),
        call('DeleteLaunchTemplate', 2, { LaunchTemplateId: id }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a public address, and the version is deleted',
      events: [
        create({ MetadataOptions, NetworkInterface: { tag: 1, DeviceIndex: 0, AssociatePublicIpAddress: true } }),
        call('DeleteLaunchTemplateVersions', 1, {
          LaunchTemplateId: id,
          LaunchTemplateVersion: { tag: 1, content: 2 },
        }),
      ],
      transitions: ['opened'],
      texts: ['Version 1 of the launch template gives instances a public IPv4 address.'],
    },
    { name: 'a refused call', events: [create({}, { errorCode: 'Client.UnauthorizedOperation' })], transitions: [] },
    {
      name: 'a call that names no template',
      events: [call('ModifyLaunchTemplate', 0, { SetDefaultVersion: '2' })],
      transitions: [],
      unreadable: /shows no launchTemplateId/,
    },
  ],
});
