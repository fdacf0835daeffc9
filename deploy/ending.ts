import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Params } from './params.ts';
import type { ClientConfig } from './preflight/checks.ts';
import { topicOf } from './preflight/receivers.ts';

/** What people need to know after a deployment: what to confirm, where to look, how to ask and how to undo it. */
export async function ending(params: Params, config: ClientConfig): Promise<string> {
  const { name, stage, prefix, region, alertEmail } = params;
  const topic = (await topicOf(prefix, new CloudFormationClient(config))) ?? `${prefix}-findings`;
  const same = `--stage ${stage} --region ${region}${name === 'plumbline' ? '' : ` --param="name=${name}"`}`;
  const lines = [
    ['Findings', topic],
    [
      alertEmail ? 'To confirm' : 'To receive them',
      alertEmail
        ? `each email that SNS has sent to ${alertEmail}, unless it was confirmed before`
        : `aws sns subscribe --region ${region} --topic-arn ${topic} --protocol email --notification-endpoint you@example.com`,
    ],
    ['Dashboard', `${consoleOf(region)}/cloudwatch/home?region=${region}#dashboards/dashboard/${prefix}-${region}`],
    [
      'Open findings',
      // As in alerts: it works in both versions of the AWS CLI.
      `echo '{"do":"list"}' | aws lambda invoke --region ${region} --function-name ${prefix}-respond --payload fileb:///dev/stdin /dev/stdout`,
    ],
    ['To undo', `npx serverless remove ${same} (the table is retained)`],
  ] as const;
  const width = Math.max(...lines.map(([what]) => what.length));
  return [
    'Plumbline is deployed, and a first sweep of all resources has started.',
    ...lines.map(([what, text]) => `  ${`${what}:`.padEnd(width + 1)} ${text}`),
  ].join('\n');
}

/** @see https://docs.aws.amazon.com/general/latest/gr/rande.html */
function consoleOf(region: string): string {
  if (region.startsWith('us-gov-')) return 'https://console.amazonaws-us-gov.com';
  if (region.startsWith('cn-')) return 'https://console.amazonaws.cn';
  return `https://${region}.console.aws.amazon.com`;
}
