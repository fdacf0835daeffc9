import {
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { effects } from '../../../generated/effects.ts';
import { completeUndo } from '../../../shared/aws/live.ts';
import { GONE } from '../../../shared/core/kind.ts';
import {
  authorizeEgress,
  authorizeIngress,
  revokeEgress,
  revokeIngress,
} from '../../../shared/resources/security-group/actions.ts';
import securityGroup from '../../../shared/resources/security-group/reader.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';

describeWithMoto('security groups in AWS', () => {
  const aws = motoAws();
  const ec2 = aws.client(EC2Client, PLACE);

  async function create(name: string): Promise<string> {
    const { GroupId } = await ec2.send(new CreateSecurityGroupCommand({ GroupName: name, Description: name }));
    return GroupId ?? expect.fail('no group');
  }

  test.each([
    { protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0', description: 'from everywhere' },
    { protocol: 'tcp', from: 1000, to: 2000, cidr: '::/0' },
    { protocol: '-1', cidr: '203.0.113.0/24' },
    { protocol: '47', cidr: '0.0.0.0/0' },
    { protocol: 'icmp', from: 8, to: -1, cidr: '0.0.0.0/0' },
    { protocol: 'icmp', cidr: '0.0.0.0/0' },
    { protocol: 'udp', from: 53, to: 53, prefixList: 'pl-0123456789abcdef0' },
  ])('opens and closes $protocol $from for $cidr$prefixList and nothing beside it', async (permission) => {
    const ref = refOn(securityGroup, await create(`conforming ${JSON.stringify(permission)}`.slice(0, 200)));
    const beside = { protocol: 'tcp', from: 22, to: 22, cidr: '10.0.0.0/8' };
    const { apply } = (await import('../../../shared/resources/security-group/effects.ts')).default[1] ?? expect.fail();
    await apply(ref, beside, aws);
    await expectConforming(securityGroup, ref, authorizeIngress(permission), aws);
    expect(await securityGroup.read(ref, aws)).toMatchObject({ ingress: { items: [beside], complete: true } });
  });

  test('a rule that is closed and opened again has its description and its tags', async () => {
    const ref = refOn(securityGroup, await create('with tags of rules'));
    const permission = {
      protocol: 'tcp',
      from: 22,
      to: 22,
      cidr: '0.0.0.0/0',
      description: 'bastion',
      tags: { owner: 'jane', team: 'web' },
    };
    const { tags: _tags, ...asRead } = permission;
    const beside = { protocol: 'tcp', from: 443, to: 443, cidr: '0.0.0.0/0' };
    const out = { protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' };
    for (const action of [authorizeIngress(permission), authorizeIngress(beside), authorizeEgress(out)])
      await applyAction(ref, action, aws);
    expect(await securityGroup.read(ref, aws)).toMatchObject({ ingress: { items: [asRead, beside], complete: true } });
    // Before rules are closed, an undo gets what no look shows of each.
    const undo = [authorizeIngress(asRead), authorizeIngress(beside), authorizeEgress(out)];
    const completed = await completeUndo(ref, undo, aws, effects);
    expect(completed).toEqual([authorizeIngress(permission), authorizeIngress(beside), authorizeEgress(out)]);
    await applyAction(ref, revokeIngress(asRead), aws);
    expect(await completeUndo(ref, undo, aws, effects)).toEqual(undo);
    for (const action of completed) await applyAction(ref, action, aws);
    expect(await completeUndo(ref, undo, aws, effects)).toEqual(completed);
    await expectConforming(securityGroup, ref, revokeIngress(asRead), aws);
  });

  test.each([
    ['in', authorizeIngress, 'tcp/22 from 203.0.113.0/24'],
    ['out', authorizeEgress, 'tcp/22 to 203.0.113.0/24'],
  ] as const)('a rule that lets something %s gets an id from AWS, which is told', async (_, authorize, what) => {
    const ref = refOn(securityGroup, await create(`ids ${what}`.replaceAll(/[^a-z0-9 ]/g, ' ')));
    const permission = { protocol: 'tcp', from: 22, to: 22, cidr: '203.0.113.0/24' };
    const [made, ...more] = await applyAction(ref, authorize(permission), aws);
    expect(made).toMatch(new RegExp(`^sgr-[0-9a-f]{17} for ${what}$`));
    expect(more).toEqual([]);
    const { SecurityGroupRules = [] } = await ec2.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [ref.id] }] }),
    );
    expect(SecurityGroupRules.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId)).toContain(made?.split(' ')[0]);
    // It is there already: nothing new has an id.
    expect(await applyAction(ref, authorize(permission), aws)).toEqual([]);
  });

  test('closes and opens what is let out', async () => {
    const ref = refOn(securityGroup, await create('egress'));
    await expectConforming(securityGroup, ref, revokeEgress({ protocol: '-1', cidr: '0.0.0.0/0' }), aws);
    await expectConforming(
      securityGroup,
      ref,
      authorizeEgress({ protocol: 'tcp', from: 443, to: 443, cidr: '10.0.0.0/8' }),
      aws,
    );
  });

  test('a group that is deleted is gone, and listed no more', async () => {
    const id = await create('short-lived');
    expect(await listed(securityGroup, aws)).toContain(id);
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId: id }));
    expect(await securityGroup.read(refOn(securityGroup, id), aws)).toBe(GONE);
    expect(await listed(securityGroup, aws)).not.toContain(id);
  });
});
