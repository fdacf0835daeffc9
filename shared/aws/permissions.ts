/** An IAM action: `ec2:DescribeSecurityGroups`. */
export type IamAction = `${string}:${string}`;

/**
 * What a call needs: IAM actions, each with the resources it is used on. A resource is `*`, where
 * IAM has nothing narrower, or an ARN without its `arn:<partition>:`, in which `{region}` and
 * `{account}` stand for Plumbline's own, and `{prefix}` for the name of the deployment:
 * `events:{region}:{account}:event-bus/{prefix}`. `{part}` stands for the names of its own rules, queues, functions,
 * tables or topics, whichever the service has: `lambda:{region}:{account}:function:{part}`. `{forwarder}` is the region that events of global services
 * are brought in from, and nothing where that is Plumbline's own.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export type Permissions = Readonly<Record<IamAction, string | readonly string[]>>;
