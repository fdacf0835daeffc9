import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { taggedInEc2 } from '../common/tagging.ts';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResponseLaunchTemplateData.html */
export interface TemplateVersion {
  readonly number: number;
  /** Whether the metadata of instances needs a session token. `null`: the version does not say. */
  readonly httpTokens: string | null;
  /** `false`: the version switches the metadata endpoint off. */
  readonly servesMetadata: boolean;
  /** Whether a network interface asks for a public IPv4 address. */
  readonly publicIp: boolean;
}

/** Versions never change. A launch that names no version uses the default one; many use the latest. */
export interface LaunchTemplate {
  readonly defaultVersion?: TemplateVersion;
  readonly latestVersion?: TemplateVersion;
}

// No real record of these calls was found: the shapes follow the API.
export const launchTemplate = defineKind<LaunchTemplate>()({
  name: 'launch-template',
  type: 'AWS::EC2::LaunchTemplate',
  title: 'EC2 launch template',
  blank: {},
  arn: (ref) => arnOf('ec2', ref, `launch-template/${ref.id}`),
  tagging: taggedInEc2('lt-'),
  events: {
    'ec2:CreateLaunchTemplate': { ids: named, creates: true, evolve: begin },
    'ec2:CreateLaunchTemplateVersion': { ids: named, sets: ['latestVersion'], evolve: addVersion },
    'ec2:ModifyLaunchTemplate': { ids: named, sets: ['defaultVersion'], evolve: chooseDefault },
    // The latest of the others is then the latest.
    'ec2:DeleteLaunchTemplateVersions': {
      ids: named,
      sets: ['latestVersion'],
      evolve: withoutLatest,
    },
    'ec2:DeleteLaunchTemplate': { ids: named, evolve: () => GONE },
  },
});

/** A request can name a template by its name. Only its id never belongs to another. */
function named(event: TrailEvent): string[] {
  const response = responseOf(event);
  const id =
    getText(response, 'launchTemplate', 'launchTemplateId') ??
    getText(response, 'launchTemplateVersion', 'launchTemplateId') ??
    getText(requestOf(event), 'launchTemplateId');
  if (!id) throw new UnreadableEvent(`${event.eventName} shows no launchTemplateId`);
  return [id];
}

function begin(_: LaunchTemplate, event: TrailEvent): LaunchTemplate {
  const data = get(requestOf(event), 'launchTemplateData');
  if (data === undefined) return {};
  const first = versionIn(1, data);
  return { defaultVersion: first, latestVersion: first };
}

function withoutLatest(known: LaunchTemplate): LaunchTemplate {
  const { latestVersion: _, ...rest } = known;
  return rest;
}

/** The response has the whole version. The request has what differs from the version that it is made of. */
function addVersion(known: LaunchTemplate, event: TrailEvent): LaunchTemplate {
  const made = get(responseOf(event), 'launchTemplateVersion');
  const [number, data] = [getNumber(made, 'versionNumber'), get(made, 'launchTemplateData')];
  const rest = withoutLatest(known);
  return number === undefined || data === undefined ? rest : { ...rest, latestVersion: versionIn(number, data) };
}

function chooseDefault(known: LaunchTemplate, event: TrailEvent): LaunchTemplate {
  const request = requestOf(event);
  const number =
    getNumber(responseOf(event), 'launchTemplate', 'defaultVersionNumber') ??
    getNumber(request, 'setDefaultVersion') ??
    getNumber(request, 'defaultVersion');
  const { defaultVersion: before, ...rest } = known;
  const chosen = [before, known.latestVersion].find((version) => version && version.number === number);
  return chosen ? { ...rest, defaultVersion: chosen } : rest;
}

function versionIn(number: number, data: unknown): TemplateVersion {
  const metadata = get(data, 'metadataOptions');
  const interfaces = ['networkInterface', 'networkInterfaces', 'networkInterfaceSet'].flatMap((name) => [
    ...getList(data, name),
  ]);
  return {
    number,
    httpTokens: getText(metadata, 'httpTokens') ?? null,
    servesMetadata: getText(metadata, 'httpEndpoint') !== 'disabled',
    publicIp: interfaces.some((each) => getFlag(each, 'associatePublicIpAddress') === true),
  };
}
