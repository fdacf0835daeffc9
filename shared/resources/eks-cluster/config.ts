import { get, getFlag, getList, getText, getTexts, parsedObject } from '../../core/json.ts';

/**
 * How the Kubernetes API of an EKS cluster can be reached, and what its control plane logs. The id is the name.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html
 */
export interface EksCluster {
  /** From the internet. */
  readonly endpointPublicAccess?: boolean;
  /** From within the VPC. */
  readonly endpointPrivateAccess?: boolean;
  /** From which ranges the public endpoint can be reached. Empty where there is no public access. */
  readonly publicAccessCidrs?: readonly string[];
  /** The types of logs that are sent to CloudWatch Logs, in the order of the alphabet. */
  readonly logTypes?: readonly string[];
}

/** The types of logs of the control plane. */
export const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'] as const;

/** The state with what a VPC configuration sets. Access from the internet that is switched on can have any earlier ranges. */
export function endpointIn(known: EksCluster, config: unknown): EksCluster {
  const endpointPublicAccess = getFlag(config, 'endpointPublicAccess') ?? known.endpointPublicAccess;
  const endpointPrivateAccess = getFlag(config, 'endpointPrivateAccess') ?? known.endpointPrivateAccess;
  const given = getTexts(config, 'publicAccessCidrs');
  const earlier = known.endpointPublicAccess === endpointPublicAccess ? known.publicAccessCidrs : undefined;
  const cidrs = endpointPublicAccess === false ? [] : given.length > 0 ? [...given].sort() : earlier;
  const { endpointPublicAccess: _on, endpointPrivateAccess: _private, publicAccessCidrs: _cidrs, ...others } = known;
  return {
    ...others,
    ...(endpointPublicAccess === undefined ? {} : { endpointPublicAccess }),
    ...(endpointPrivateAccess === undefined ? {} : { endpointPrivateAccess }),
    ...(cidrs === undefined ? {} : { publicAccessCidrs: cidrs }),
  };
}

/**
 * The types that are on after a logging configuration. It leaves a type that it does not name. `undefined`: it names
 * none, or not all types are known.
 */
export function logTypesIn(known: readonly string[] | undefined, config: unknown): readonly string[] | undefined {
  const setups = getList(config, 'clusterLogging');
  if (setups.length === 0) return known;
  const on = new Map(LOG_TYPES.map((type): [string, boolean | undefined] => [type, known?.includes(type)]));
  for (const setup of setups)
    for (const type of getTexts(setup, 'types')) on.set(type, getFlag(setup, 'enabled') ?? false);
  const all = [...on];
  if (all.some(([, enabled]) => enabled === undefined)) return undefined;
  return all.flatMap(([type, enabled]) => (enabled ? [type] : [])).sort();
}

/**
 * The state after an update with these parameters, each of which has a type and a value as text.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateParam.html
 */
export function updatedBy(known: EksCluster, params: readonly unknown[]): EksCluster {
  const valueOf = (wanted: string) => params.find((param) => getText(param, 'type') === wanted);
  const text = (wanted: string) => getText(valueOf(wanted), 'value');
  const config = {
    endpointPublicAccess: text('EndpointPublicAccess'),
    endpointPrivateAccess: text('EndpointPrivateAccess'),
    publicAccessCidrs: textsIn(text('PublicAccessCidrs')),
  };
  const logging = parsedObject(text('ClusterLogging') ?? '');
  const logTypes = get(logging, 'clusterLogging') === undefined ? undefined : logTypesIn(known.logTypes, logging);
  return { ...endpointIn(known, config), ...(logTypes ? { logTypes } : {}) };
}

/** A list in JSON. */
function textsIn(text: string | undefined): readonly string[] {
  const list = parsedObject(`{ "list": ${text ?? '[]'} }`);
  return typeof list === 'string' ? [] : getTexts(list, 'list');
}
