import { isThrottlingError, isTransientError } from '@smithy/core/retry';

type SdkError = Parameters<typeof isTransientError>[0];

/**
 * Why a call to AWS failed. `denied` and `refused` are answers: a repetition gets the same. `busy`: another change of
 * the resource is in progress. `unavailable`: the call did not arrive. `unanswered`: it may have taken effect.
 */
export type Failure = 'denied' | 'throttled' | 'busy' | 'refused' | 'unavailable' | 'unanswered';

/** Most of them come with status 400, which says nothing. */
const DENIED =
  /^(?:AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|UnauthorizedAccess|AuthFailure|NotAuthorized|KMSAccessDenied.*|ExpiredToken.*|InvalidClientTokenId|UnrecognizedClientException|OptInRequired)/;
/** Of S3, IAM, RDS, EC2, Lambda and others: the call is valid, and comes at the wrong moment. */
const BUSY =
  /^(?:OperationAborted|ConcurrentModification.*|ConcurrentAccess.*|ConcurrentUpdate.*|ConditionalRequestConflict|EntityTemporarilyUnmodifiable.*|Invalid(?:DBInstance|DBCluster|DBSnapshot|DBClusterSnapshot)State(?:Fault)?|Incorrect(?:Instance)?State|ResourceConflictException|ResourceInUseException|ResourceNotReadyException|OperationInProgress.*)$/;
/** No connection was made, so that nothing arrived. The SDK counts it as transient, like a connection that broke. */
const UNREACHED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** A condition of AWS does not hold, so that the call is not made. The message is a full sentence for people. */
export class Unmet extends Error {
  override readonly name = 'Unmet';
}

/** Why AWS refuses calls, as full sentences for people, by the names of its errors. */
export type Refusals = Readonly<Record<string, string>>;

const WHY = Symbol('why');

/** Makes a call. An error of AWS that is listed then has its reason, which `whyOf` finds. */
export async function explained<T>(refusals: Refusals, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && Object.hasOwn(refusals, error.name)) {
      throw Object.assign(error, { [WHY]: refusals[error.name] });
    }
    throw error;
  }
}

/** Why a call failed, in words, where that is known. A message of AWS may hold what an account wrote, and is not repeated. */
export function whyOf(error: unknown): string | undefined {
  if (error instanceof Unmet) return error.message;
  return error instanceof Error ? (error as { readonly [WHY]?: string })[WHY] : undefined;
}

/**
 * The failure of an error of the SDK, of the network or of `fetch`. What is throttled or transient is the SDK's own
 * opinion, by which it repeats calls.
 */
export function failureOf(given: unknown): Failure {
  if (!(given instanceof Error)) return 'unanswered';
  if (given instanceof Unmet) return 'refused';
  const error = given as SdkError;
  if (isThrottlingError(error)) return 'throttled';
  if (BUSY.test(error.name)) return 'busy';
  if (UNREACHED.has(codeOf(error))) return 'unavailable';
  if (isTransientError(error)) return 'unanswered';
  const status = error.$metadata?.httpStatusCode;
  if (DENIED.test(error.name) || status === 401 || status === 403) return 'denied';
  // The service may have done its work before it failed. Without a status there was no answer.
  return status === undefined || status >= 500 ? 'unanswered' : 'refused';
}

/** Whether there is nobody to ask: the service has no endpoint in the region, or its name was not found just now. */
export function hasNoEndpoint(error: unknown): error is Error {
  return error instanceof Error && (error.name === 'EndpointError' || codeOf(error as SdkError) === 'ENOTFOUND');
}

/** `ECONNREFUSED` and its like; `fetch` puts it into the cause. */
function codeOf(error: SdkError & { readonly code?: unknown }): unknown {
  return error.code ?? (error.cause as { readonly code?: unknown } | undefined)?.code;
}

/** Whether the same call may succeed later without anybody changing anything. */
export function isPassing(failure: Failure): boolean {
  return failure !== 'denied' && failure !== 'refused';
}
