import { forwarderRegion, forwarderStack } from './forwarder-names.ts';
import type { Params } from './params.ts';
import { putStack, removeStack, type StackPlace } from './stack.ts';
import { forwarderTemplate } from './template/forwarder.ts';
import { forwards } from './template/own-components.ts';

type ConfigIn = (region: string) => Promise<StackPlace['config']>;

/** What became of the second stack, as a sentence. `failed`: not what the parameters ask for. */
export interface Outcome {
  readonly text: string;
  readonly failed?: true;
}

/**
 * Puts the second stack in its region, or removes what an earlier deployment left there. The first stack works without it:
 * a region that an organisation denies is reported, and is no failure.
 * @throws {Error} where CloudFormation fails for another reason.
 */
export async function putSecondStack(params: Params, configIn: ConfigIn): Promise<Outcome | undefined> {
  const place = await placeOf(params, configIn);
  if (!place) return undefined;
  try {
    if (forwards(params)) {
      await putStack(place, forwarderTemplate(params));
      return { text: `The stack ${place.name} in ${place.region} sends the events of global services to this region.` };
    }
    // An earlier deployment may have needed it.
    await removeStack(place);
    return undefined;
  } catch (error) {
    if (!isDenied(error)) throw error;
    const text = forwards(params)
      ? `The stack ${place.name} could not be deployed, because AWS denies calls in ${place.region}: ${error.message} Changes to resources of global services, such as IAM, are found by sweeps only. Deploy with --param="forwarder=off" to accept that, or allow CloudFormation, EventBridge, SQS, SNS and CloudWatch there.`
      : `Whether an earlier deployment left the stack ${place.name} could not be seen, because AWS denies calls in ${place.region}.`;
    return { text, failed: true };
  }
}

/** Removes it, after the first stack. */
export async function removeSecondStack(params: Params, configIn: ConfigIn): Promise<Outcome | undefined> {
  const place = await placeOf(params, configIn);
  if (!place) return undefined;
  try {
    await removeStack(place);
    return undefined;
  } catch (error) {
    if (!isDenied(error)) throw error;
    return {
      text: `Whether the stack ${place.name} is left could not be seen, because AWS denies calls in ${place.region}: ${error.message}`,
      failed: true,
    };
  }
}

async function placeOf(params: Params, configIn: ConfigIn): Promise<StackPlace | undefined> {
  const region = forwarderRegion(params);
  return region ? { name: forwarderStack(params), region, config: await configIn(region) } : undefined;
}

/**
 * Whether AWS refused the call, or a resource of the stack, for lack of a right.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function isDenied(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return /AccessDenied|Unauthorized|not authorized|explicit deny|OptInRequired|UnrecognizedClient|InvalidClientTokenId/i.test(
    `${error.name} ${error.message}`,
  );
}
