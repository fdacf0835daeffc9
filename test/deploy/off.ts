/** The parameters as they are where nothing was chosen. */
export const OFF = {
  name: 'plumbline',
  stage: 'prod',
  region: 'eu-west-1',
  remediation: 'off',
  slackWebhook: '',
  alertEmail: '',
  kmsKey: '',
  logRetentionInDays: '365',
  sweepRate: 'rate(6 hours)',
  detectConcurrency: '4',
};
