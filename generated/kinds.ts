// Written by `npm run generate`. Do not edit.
/** What each kind is called: by people, and the service by machines. */
export const kindNames: Readonly<Record<string, { readonly title: string; readonly service: string }>> = {
  'acm-certificate': { title: 'ACM certificate', service: 'acm' },
  'ami': { title: 'Amazon Machine Image', service: 'ec2' },
  'client-vpn-endpoint': { title: 'Client VPN endpoint', service: 'ec2' },
  'cloudtrail-trail': { title: 'CloudTrail trail', service: 'cloudtrail' },
  'ebs-account-defaults': { title: 'EBS defaults of a region', service: 'ec2' },
  'ebs-snapshot': { title: 'EBS snapshot', service: 'ec2' },
  'ebs-volume': { title: 'EBS volume', service: 'ec2' },
  'ecs-task-definition': { title: 'ECS task definition', service: 'ecs' },
  'iam-account': { title: 'IAM account settings', service: 'iam' },
  'iam-entity': { title: 'IAM entity', service: 'iam' },
  'kms-key': { title: 'KMS key', service: 'kms' },
  'lambda-function': { title: 'Lambda function', service: 'lambda' },
  'log-group': { title: 'CloudWatch Logs log group', service: 'logs' },
  'rds-database': { title: 'RDS database', service: 'rds' },
  'rds-snapshot': { title: 'RDS snapshot', service: 'rds' },
  'route-table': { title: 'VPC route table', service: 'ec2' },
  's3-account': { title: 'S3 settings of the account', service: 's3' },
  's3-bucket': { title: 'S3 bucket', service: 's3' },
  'security-group': { title: 'EC2 security group', service: 'ec2' },
  'vpc': { title: 'VPC', service: 'ec2' },
};
