import { expect } from 'vitest';
import { COMPLIANCES } from '../../shared/core/compliance.ts';
import { complianceOf } from '../../shared/store/compliance.ts';
import { ACCOUNT } from './events.ts';
import { GROUP, type World } from './world.ts';

/** The counts of the account agree with what is stored of its only resource. */
export async function expectCounted({ store }: Pick<World, 'store'>): Promise<void> {
  const record = await store.resource(GROUP);
  const expected = complianceOf(record);
  for (const { rules, open } of await store.compliance(ACCOUNT)) {
    for (const [rule, counts] of Object.entries(rules)) {
      const now = Object.fromEntries(COMPLIANCES.map((each) => [each, counts[each]]));
      expect(now, rule).toEqual(
        Object.fromEntries(COMPLIANCES.map((each) => [each, expected.get(rule) === each ? 1 : 0])),
      );
    }
    expect(Object.keys(rules)).toEqual(expect.arrayContaining([...expected.keys()]));
    const findings = record.findings.filter(({ finding }) => expected.get(finding.rule) === 'open');
    expect(Object.values(open).reduce((sum, each) => sum + each, 0)).toBe(findings.length);
  }
}
