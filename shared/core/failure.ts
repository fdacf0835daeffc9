/**
 * Why a call to AWS did not succeed. `denied` and `refused` are answers: a repetition is no use.
 * `busy`: something else is being done to the resource. `unanswered` leaves open whether the call took effect.
 */
export type Failure = 'denied' | 'throttled' | 'busy' | 'refused' | 'unavailable' | 'unanswered';

const DENIED =
  /^(?:AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|UnauthorizedAccess|AuthFailure|NotAuthorized|KMSAccessDenied.*|ExpiredToken.*|InvalidClientTokenId|UnrecognizedClientException|OptInRequired)/;
const THROTTLED =
  /^(?:Throttl.*|TooManyRequests.*|RequestLimitExceeded|RequestThrottled.*|SlowDown|ProvisionedThroughputExceeded.*|LimitExceeded.*|PriorRequestNotComplete|BandwidthLimitExceeded|EC2ThrottledException|TransactionInProgress.*)/;
/** Of S3, IAM, RDS, EC2, Lambda and others: the call is in order, and comes at the wrong moment. */
const BUSY =
  /^(?:OperationAborted|ConcurrentModification.*|ConcurrentAccess.*|ConcurrentUpdate.*|ConditionalRequestConflict|EntityTemporarilyUnmodifiable.*|Invalid(?:DBInstance|DBCluster|DBSnapshot|DBClusterSnapshot)State(?:Fault)?|Incorrect(?:Instance)?State|ResourceConflictException|ResourceInUseException|ResourceNotReadyException|OperationInProgress.*)$/;
const UNANSWERED = /^(?:TimeoutError|AbortError|RequestTimeout.*|NetworkingError)$/;
/** No connection was made, so that nothing arrived. */
const UNREACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whose fault it was, by the error's name and status alone: an SDK error, a network error, or one of `fetch`. */
export function failureOf(error: unknown): Failure {
  const { name, code, status } = partsOf(error);
  if (DENIED.test(name) || status === 401 || status === 403) return 'denied';
  if (THROTTLED.test(name) || status === 429) return 'throttled';
  if (BUSY.test(name)) return 'busy';
  if (code !== undefined && UNREACHED.has(code)) return 'unavailable';
  if (UNANSWERED.test(name) || code !== undefined) return 'unanswered';
  if (status === undefined) return 'unanswered';
  // The service may have done its work before it failed.
  return status >= 500 ? 'unanswered' : 'refused';
}

/** Whether the same call may succeed later without anybody changing anything. */
export function isPassing(failure: Failure): boolean {
  return failure !== 'denied' && failure !== 'refused';
}

interface Parts {
  readonly name: string;
  /** `ECONNREFUSED` and its like, where the network itself failed. */
  readonly code?: string;
  readonly status?: number;
}

function partsOf(error: unknown): Parts {
  if (!(error instanceof Error)) return { name: '' };
  const { code, $metadata, cause } = error as {
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
    cause?: unknown;
  };
  const network = [code, (cause as { code?: unknown } | undefined)?.code].find(
    (each): each is string => typeof each === 'string' && /^(?:E[A-Z]+|UND_ERR_.+)$/.test(each),
  );
  const status = $metadata?.httpStatusCode;
  return { name: error.name, ...(network ? { code: network } : {}), ...(status === undefined ? {} : { status }) };
}
