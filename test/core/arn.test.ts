import { expect, test } from 'vitest';
import { arnOf, parseArn } from '../../shared/core/arn.ts';

test.each([
  ['arn:aws:iam::111122223333:user/team/jane', ['aws', 'iam', '', '111122223333', 'user/team/jane']],
  ['arn:aws:s3:::example-exports', ['aws', 's3', '', '', 'example-exports']],
  [
    'arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:slack-a1b2c3',
    ['aws-cn', 'secretsmanager', 'cn-north-1', '111122223333', 'secret:slack-a1b2c3'],
  ],
])('%s has the parts %j', (text, parts) => {
  expect(Object.values(parseArn(text) ?? {})).toEqual(parts);
});

test.each(['', 'sg-0b1d5a7c3e9f2a468', 'arn:aws:s3:::', 'arn:aws:iam::111122223333', 'arn::iam::1:x', 'x:aws:s3:::b'])(
  '%j is no ARN',
  (text) => expect(parseArn(text)).toBeUndefined(),
);

test('an ARN that was made has the parts that it was made of', () => {
  const ref = { kind: 'ami', account: '111122223333', region: 'us-gov-west-1', id: 'ami-1' };
  expect(parseArn(arnOf('ec2', ref, 'image/ami-1'))).toEqual({
    partition: 'aws-us-gov',
    service: 'ec2',
    region: 'us-gov-west-1',
    account: '111122223333',
    resource: 'image/ami-1',
  });
});
