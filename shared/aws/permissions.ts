/** An IAM action: `ec2:DescribeSecurityGroups`. */
export type IamAction = `${string}:${string}`;

/**
 * The IAM actions of a call, each with its resources. A resource is `*`, where IAM has nothing narrower, or an ARN
 * without its `arn:<partition>:`, such as `events:{region}:{account}:event-bus/{prefix}`. It may have these placeholders:
 *
 * - `{region}`, `{account}`: Plumbline's own;
 * - `{prefix}`: the name of the deployment;
 * - `{component}`: the names of Plumbline's own rules, queues, functions, tables or topics, by the service of the ARN;
 * - `{forwarder}`: the region from which events of global services are forwarded; empty where it is Plumbline's own.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export type Permissions = Readonly<Record<IamAction, string | readonly string[]>>;
