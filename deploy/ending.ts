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
        ? `the email that SNS has sent to ${alertEmail}, unless it was confirmed before`
        : `aws sns subscribe --region ${region} --topic-arn ${topic} --protocol email --notification-endpoint you@example.com`,
    ],
    ['Dashboard', `${consoleOf(region)}/cloudwatch/home?region=${region}#dashboards/dashboard/${prefix}-${region}`],
    [
      'One finding',
      `aws lambda invoke --region ${region} --function-name ${prefix}-respond --cli-binary-format raw-in-base64-out --payload '{"do":"show","finding":"<id in the alert>"}' /dev/stdout`,
    ],
    ['To undo', `npx serverless remove ${same} (the table is retained)`],
  ] as const;
  const width = Math.max(...lines.map(([what]) => what.length));
  return [
    `Plumbline is deployed. A first sweep of all resources has started, and its findings come within minutes.`,
    ...lines.map(([what, text]) => `  ${`${what}:`.padEnd(width + 1)} ${text}`),
  ].join('\n');
}

/** @see https://docs.aws.amazon.com/general/latest/gr/rande.html */
function consoleOf(region: string): string {
  if (region.startsWith('us-gov-')) return 'https://console.amazonaws-us-gov.com';
  if (region.startsWith('cn-')) return 'https://console.amazonaws.cn';
  return `https://${region}.console.aws.amazon.com`;
}
