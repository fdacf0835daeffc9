/** The parameters of `serverless.yml` as they are where nobody says otherwise. */
export const DEFAULTS = {
  name: 'plumbline',
  stage: 'prod',
  region: 'eu-west-1',
  remediation: 'off',
  slackWebhook: '',
  alertEmail: '',
  kmsKey: '',
  logRetentionInDays: '365',
  sweepRate: 'rate(6 hours)',
  detectConcurrency: '10',
};
