import { expect, test } from 'vitest';
import { type Failure, failureOf, isPassing } from '../../shared/aws/failure.ts';

const sdk = (name: string, status?: number) =>
  Object.assign(new Error('x'), { name, ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }) });
const network = (code: string) => Object.assign(new Error('x'), { code });

test.each<[string, unknown, Failure]>([
  ['a denied call', sdk('AccessDenied', 403), 'denied'],
  ['a denied call of EC2', sdk('UnauthorizedOperation', 403), 'denied'],
  ['expired credentials', sdk('ExpiredTokenException', 400), 'denied'],
  ['too fast', sdk('ThrottlingException', 400), 'throttled'],
  ['too fast for EC2', sdk('RequestLimitExceeded', 503), 'throttled'],
  ['too fast for S3', sdk('SlowDown', 503), 'throttled'],
  ['too fast for a table', sdk('ProvisionedThroughputExceededException', 400), 'throttled'],
  ['too many requests, whatever the name', sdk('SomethingNew', 429), 'throttled'],
  ['too fast, by the service model', Object.assign(sdk('X', 400), { $retryable: { throttling: true } }), 'throttled'],
  ['another change of a bucket at once', sdk('OperationAborted', 409), 'busy'],
  ['another change of a role at once', sdk('ConcurrentModification', 409), 'busy'],
  ['another change of a policy at once', sdk('ConcurrentModificationException', 409), 'busy'],
  ['a database that is being modified', sdk('InvalidDBInstanceState', 400), 'busy'],
  ['a database that is being modified, by its class', sdk('InvalidDBInstanceStateFault', 400), 'busy'],
  ['a thing of EC2 that is on its way', sdk('IncorrectState', 400), 'busy'],
  ['an instance of EC2 that is on its way', sdk('IncorrectInstanceState', 400), 'busy'],
  ['a function that is being updated', sdk('ResourceConflictException', 409), 'busy'],
  ['a mapping that is being updated', sdk('ResourceInUseException', 400), 'busy'],
  ['a state that stays as it is', sdk('InvalidStateTransition', 400), 'refused'],
  ['a wrong parameter', sdk('ValidationException', 400), 'refused'],
  ['an unknown error of the caller', sdk('SomethingNew', 409), 'refused'],
  ['a fault of the service, which may have done its work', sdk('InternalError', 500), 'unanswered'],
  ['transient by the service model', Object.assign(sdk('DependencyTimeout', 400), { $retryable: {} }), 'unanswered'],
  ['a function that is being made ready', sdk('ResourceNotReadyException', 502), 'busy'],
  [
    'a signature that is too old to be looked at',
    Object.assign(new Error('Signature expired: 1 is now earlier than 2'), {
      name: 'InvalidSignatureException',
      $metadata: { httpStatusCode: 403 },
    }),
    'unanswered',
  ],
  ['no answer in time', sdk('TimeoutError'), 'unanswered'],
  ['a lost connection', network('ECONNRESET'), 'unanswered'],
  ['no connection', network('ECONNREFUSED'), 'unavailable'],
  ['no name', network('ENOTFOUND'), 'unavailable'],
  [
    'no connection, by fetch',
    Object.assign(new TypeError('fetch failed'), { cause: network('ECONNREFUSED') }),
    'unavailable',
  ],
  ['a fault of the program', new TypeError('x is not a function'), 'unanswered'],
  ['something that is no error', 'oops', 'unanswered'],
])('%s: %o is %s', (_, error, expected) => {
  expect(failureOf(error)).toBe(expected);
});

test('only what may pass is tried again', () => {
  expect((['denied', 'refused', 'throttled', 'busy', 'unavailable', 'unanswered'] as const).filter(isPassing)).toEqual([
    'throttled',
    'busy',
    'unavailable',
    'unanswered',
  ]);
});
