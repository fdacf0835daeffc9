import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arnOf } from '../../shared/core/arn.ts';
import { globalRegionOf, partitionOf, type Ref, refKey } from '../../shared/core/ref.ts';

const ref: Ref = { kind: 'vpc', account: '111122223333', region: 'eu-west-1', id: 'vpc-0aaa0000' };

test.each([
  ['eu-west-1', 'aws', 'us-east-1'],
  ['us-east-1', 'aws', 'us-east-1'],
  ['cn-northwest-1', 'aws-cn', 'cn-north-1'],
  ['us-gov-east-1', 'aws-us-gov', 'us-gov-west-1'],
  ['eusc-de-east-1', 'aws-eusc', 'eusc-de-east-1'],
  ['us-iso-west-1', 'aws-iso', 'us-iso-east-1'],
  ['us-isob-west-1', 'aws-iso-b', 'us-isob-east-1'],
  ['eu-isoe-west-1', 'aws-iso-e', 'eu-isoe-west-1'],
  ['us-isof-east-1', 'aws-iso-f', 'us-isof-south-1'],
])('the region %s is in the partition %s, whose global region is %s', (region, partition, home) => {
  expect([partitionOf(region), globalRegionOf(region)]).toEqual([partition, home]);
});

test('an ARN contains partition, region and account', () => {
  expect(arnOf('ec2', ref, `vpc/${ref.id}`)).toBe('arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-0aaa0000');
  expect(arnOf('ec2', { ...ref, region: 'cn-north-1' }, 'vpc/a')).toBe('arn:aws-cn:ec2:cn-north-1:111122223333:vpc/a');
});

test('resources that differ in any member have different keys', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '/', ':') });
  fc.assert(
    fc.property(fc.constantFrom('kind', 'account', 'region', 'id'), text, (member, value) => {
      const other = { ...ref, [member]: value };
      expect(refKey(other) === refKey(ref)).toBe(value === ref[member]);
      expect(refKey({ ...other })).toBe(refKey(other));
    }),
  );
});
