import { expect, test } from 'vitest';
import { type Failure, failureOf, isPassing } from '../../shared/core/failure.ts';

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
  ['a wrong parameter', sdk('ValidationException', 400), 'refused'],
  ['an unknown error of the caller', sdk('SomethingNew', 409), 'refused'],
  ['a fault of the service, which may have done its work', sdk('InternalError', 500), 'unanswered'],
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
  expect((['denied', 'refused', 'throttled', 'unavailable', 'unanswered'] as const).filter(isPassing)).toEqual([
    'throttled',
    'unavailable',
    'unanswered',
  ]);
});
