import { rules } from '../../generated/rules.ts';

/** The parameters of a deployment, besides their defaults. */
type Given = Readonly<Record<string, string>>;

/** Deployments that together have every part of a template, and leave out every part that can be left out. */
export const MODES: Readonly<Record<string, Given>> = {
  off: {},
  approve: { name: 'acme', remediation: 'approve', slackWebhook: '/plumbline/slack' },
  auto: { remediation: 'auto' },
  everything: {
    remediation: 'auto',
    slackWebhook: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:plumbline/slack-AbCdEf',
    alertEmail: 'security@example.com',
    kmsKey: 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  'global off': { global: 'off', forwarder: 'off' },
  one: { remediation: 'auto', config: 'one.yml' },
  'one, looked at only': { remediation: 'auto', config: 'looked-at.yml' },
};

/** Settings that switch off every rule but one, and what is left of its remediation, by the name of their file. */
export const CONFIGS: Readonly<Record<string, string>> = {
  'one.yml': onlyRule('sg-open-ingress', 'auto'),
  'looked-at.yml': onlyRule('sg-open-ingress', 'off'),
};

function onlyRule(id: string, remediation: string): string {
  const off = rules.filter((rule) => rule.id !== id).map((rule) => `  ${rule.id}: { enabled: false }`);
  return ['rules:', ...off, `  ${id}: { remediation: ${remediation} }`, ''].join('\n');
}
