import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { exemptionFor } from '../../shared/config/exemptions.ts';
import { loadConfig } from '../../shared/config/load.ts';

const ARN = 'arn:aws:s3:::public-website';
const bucket = { id: 'public-website', arn: ARN };
const at = Date.parse('2026-03-02T12:00:00Z');

function granted(resource: string, { rule = 's3-*', until = '2026-03-31' } = {}) {
  const text = `exemptions:\n  - {resource: "${resource}", rules: ["${rule}"], reason: web site, owner: jane, until: ${until}}\n`;
  return loadConfig(text, 'plumbline.yml', rules);
}

describe('exemptions in plumbline.yml', () => {
  test.each([
    ['by id', 'public-website'],
    ['by ARN', ARN],
    ['by a pattern', '*-website'],
  ])('%s', (_, resource) => {
    expect(exemptionFor(granted(resource), 's3-bucket-policy-public', bucket, at)).toEqual({
      reason: 'web site',
      owner: 'jane',
      until: Date.parse('2026-04-01T00:00:00Z'),
      grantedBy: 'settings',
    });
  });

  test.each([
    ['another resource', granted('website')],
    ['another rule', granted('*', { rule: 'sg-*' })],
    ['its last day is over', granted('*', { until: '2026-03-01' })],
  ])('not for %s', (_, settings) => {
    expect(exemptionFor(settings, 's3-bucket-policy-public', bucket, at)).toBeUndefined();
  });

  test('its last day counts in full', () => {
    const settings = granted('*', { until: '2026-03-02' });
    expect(exemptionFor(settings, 's3-bucket-policy-public', bucket, Date.parse('2026-03-02T23:59:59Z'))).toBeDefined();
  });

  test.each([
    ['exemptions: [{resource: x}]', /reason.*owner.*until|until.*owner/s],
    ['exemptions: [{resource: x, reason: a, owner: b, until: tomorrow}]', /until/],
    ['exemptions: [{resource: x, reason: "", owner: b, until: 2026-03-02}]', /reason/],
    ['exemptions: [{resurce: x}]', /did you mean "resource"/],
    ['exemptionTag: true', /exemptionTag/],
    ['remediation: {maxPerHour: 0}', /maxPerHour/],
    ['channels: {slack: {minimumSeverity: hihg}}', /did you mean high/],
    ['rules: {sg-open-ingress: {graceSeconds: 901}}', /graceSeconds/],
    ['rules: {sg-open-ingress: {remediationByAccount: {"1": off}}}', /12 digits/],
    ['rules: {iam-root-access-key-created: {remediation: auto}}', /there is no setting "remediation"/],
  ])('%s is an error that says what to do', (text, expected) => {
    expect(() => loadConfig(text, 'plumbline.yml', rules)).toThrow(expected);
  });
});
