import { expect, test } from 'vitest';
import { type Failure, failureOf, isPassing } from '../../shared/aws/failure.ts';

const sdk = (name: string, status?: number) =>
  Object.assign(new Error('x'), { name, ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }) });
const network = (code: string) => Object.assign(new Error('x'), { code });

test.each<[string, unknown, Failure]>([
  ['a denied call', sdk('AccessDenied', 403), 'denied'],
  ['a denied call of EC2', sdk('UnauthorizedOperation', 403), 'denied'],
  ['expired credentials', sdk('ExpiredTokenException', 400), 'denied'],
  ['throttling', sdk('ThrottlingException', 400), 'throttled'],
  ['throttling by EC2', sdk('RequestLimitExceeded', 503), 'throttled'],
  ['throttling by S3', sdk('SlowDown', 503), 'throttled'],
  ['throttling by a table', sdk('ProvisionedThroughputExceededException', 400), 'throttled'],
  ['a concurrent change of a bucket', sdk('OperationAborted', 409), 'busy'],
  ['a concurrent change of a role', sdk('ConcurrentModification', 409), 'busy'],
  ['a concurrent change of a policy', sdk('ConcurrentModificationException', 409), 'busy'],
  ['too many requests, whatever the name', sdk('SomethingNew', 429), 'throttled'],
  ['too fast, by the service model', Object.assign(sdk('X', 400), { $retryable: { throttling: true } }), 'throttled'],
  ['a database that is being modified', sdk('InvalidDBInstanceState', 400), 'busy'],
  [
    'a database that is being modified, with the name of the error class',
    sdk('InvalidDBInstanceStateFault', 400),
    'busy',
  ],
  ['an EC2 resource in transition', sdk('IncorrectState', 400), 'busy'],
  ['an EC2 instance in transition', sdk('IncorrectInstanceState', 400), 'busy'],
  ['a function that is being updated', sdk('ResourceConflictException', 409), 'busy'],
  ['a mapping that is being updated', sdk('ResourceInUseException', 400), 'busy'],
  ['an invalid state that does not change by itself', sdk('InvalidStateTransition', 400), 'refused'],
  ['a wrong parameter', sdk('ValidationException', 400), 'refused'],
  ['an unknown client error', sdk('SomethingNew', 409), 'refused'],
  ['an error of the service, which may have made the change', sdk('InternalError', 500), 'unanswered'],
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
  ['a name that cannot be resolved', network('ENOTFOUND'), 'unavailable'],
  [
    'no connection, as an error of fetch',
    Object.assign(new TypeError('fetch failed'), { cause: network('ECONNREFUSED') }),
    'unavailable',
  ],
  ['an error in the program', new TypeError('x is not a function'), 'unanswered'],
  ['a value that is not an error', 'oops', 'unanswered'],
])('%s: %o is %s', (_, error, expected) => {
  expect(failureOf(error)).toBe(expected);
});

test('only temporary failures are tried again', () => {
  expect((['denied', 'refused', 'throttled', 'busy', 'unavailable', 'unanswered'] as const).filter(isPassing)).toEqual([
    'throttled',
    'busy',
    'unavailable',
    'unanswered',
  ]);
});
