import { allows, type Need } from './identity.ts';
import type { Policy } from './policy.ts';

/** A known way from some rights to all: the needs that have to be met together. */
interface Way {
  /** In the spelling of AWS, for people. */
  readonly actions: readonly string[];
  readonly needs: readonly Need[];
}

const lower = (text: string): string => text.toLowerCase();

/** One action of IAM on all resources of a type. */
const direct = (action: string, all: Need['all'], self?: true): Way => ({
  actions: [action],
  needs: [{ action: lower(action), ...(all ? { all } : {}), ...(self ? { self } : {}) }],
});

/** A role of any rights is passed to a service, which runs with it what the caller gives. */
const passed = (service: string, ...actions: readonly string[]): Way => ({
  actions: ['iam:PassRole', ...actions],
  needs: [
    { action: 'iam:passrole', all: 'role', service },
    ...actions.map((action): Need => ({ action: lower(action) })),
  ],
});

/**
 * The ways that public research lists: Rhino Security Labs, "AWS IAM privilege escalation: methods and mitigation"; Bishop
 * Fox, "Privilege escalation in AWS"; Datadog, pathfinding.cloud. Ways that need something else in the account, such as a
 * function with an administrator's role whose code is changed, are not listed: a policy does not show it.
 */
const WAYS: readonly Way[] = [
  direct('iam:CreatePolicyVersion', 'policy'),
  direct('iam:SetDefaultPolicyVersion', 'policy'),
  direct('iam:AttachUserPolicy', 'user', true),
  direct('iam:AttachGroupPolicy', 'group'),
  direct('iam:AttachRolePolicy', 'role'),
  direct('iam:PutUserPolicy', 'user', true),
  direct('iam:PutGroupPolicy', 'group'),
  direct('iam:PutRolePolicy', 'role'),
  direct('iam:AddUserToGroup', 'group'),
  direct('iam:UpdateAssumeRolePolicy', 'role'),
  direct('iam:CreateAccessKey', 'user'),
  direct('iam:CreateLoginProfile', 'user'),
  direct('iam:UpdateLoginProfile', 'user'),
  passed('ec2.amazonaws.com', 'ec2:RunInstances'),
  passed('ec2.amazonaws.com', 'ec2:RequestSpotInstances'),
  passed('ec2.amazonaws.com', 'autoscaling:CreateLaunchConfiguration', 'autoscaling:CreateAutoScalingGroup'),
  passed('ec2.amazonaws.com', 'autoscaling:CreateLaunchConfiguration', 'autoscaling:UpdateAutoScalingGroup'),
  passed('ec2.amazonaws.com', 'ec2:CreateLaunchTemplate', 'autoscaling:CreateAutoScalingGroup'),
  passed('ec2.amazonaws.com', 'elasticmapreduce:RunJobFlow'),
  passed('lambda.amazonaws.com', 'lambda:CreateFunction', 'lambda:InvokeFunction'),
  passed('lambda.amazonaws.com', 'lambda:CreateFunction', 'lambda:CreateEventSourceMapping'),
  passed('lambda.amazonaws.com', 'lambda:CreateFunction', 'lambda:AddPermission'),
  passed('glue.amazonaws.com', 'glue:CreateDevEndpoint'),
  passed('glue.amazonaws.com', 'glue:CreateJob', 'glue:StartJobRun'),
  passed('glue.amazonaws.com', 'glue:CreateJob', 'glue:CreateTrigger'),
  passed('glue.amazonaws.com', 'glue:UpdateJob', 'glue:StartJobRun'),
  passed('glue.amazonaws.com', 'glue:UpdateJob', 'glue:CreateTrigger'),
  passed('glue.amazonaws.com', 'glue:CreateSession', 'glue:RunStatement'),
  passed('cloudformation.amazonaws.com', 'cloudformation:CreateStack'),
  passed('cloudformation.amazonaws.com', 'cloudformation:UpdateStack'),
  passed('cloudformation.amazonaws.com', 'cloudformation:UpdateStackSet'),
  passed('cloudformation.amazonaws.com', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'),
  passed('cloudformation.amazonaws.com', 'cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'),
  passed(
    'datapipeline.amazonaws.com',
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
    'datapipeline:ActivatePipeline',
  ),
  passed('sagemaker.amazonaws.com', 'sagemaker:CreateNotebookInstance'),
  passed('sagemaker.amazonaws.com', 'sagemaker:CreateTrainingJob'),
  passed('sagemaker.amazonaws.com', 'sagemaker:CreateProcessingJob'),
  passed('codebuild.amazonaws.com', 'codebuild:CreateProject', 'codebuild:StartBuild'),
  passed('codebuild.amazonaws.com', 'codebuild:CreateProject', 'codebuild:StartBuildBatch'),
  passed('codebuild.amazonaws.com', 'codebuild:UpdateProject', 'codebuild:StartBuild'),
  passed('codestar.amazonaws.com', 'codestar:CreateProject'),
  passed('ecs-tasks.amazonaws.com', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'),
  passed('ecs-tasks.amazonaws.com', 'ecs:RegisterTaskDefinition', 'ecs:StartTask'),
  passed('ecs-tasks.amazonaws.com', 'ecs:RegisterTaskDefinition', 'ecs:CreateService'),
  passed('ecs-tasks.amazonaws.com', 'batch:RegisterJobDefinition', 'batch:SubmitJob'),
  passed('tasks.apprunner.amazonaws.com', 'apprunner:CreateService'),
  passed('states.amazonaws.com', 'states:CreateStateMachine', 'states:StartExecution'),
  passed('states.amazonaws.com', 'states:UpdateStateMachine', 'states:StartExecution'),
  passed('scheduler.amazonaws.com', 'scheduler:CreateSchedule'),
  passed('scheduler.amazonaws.com', 'scheduler:UpdateSchedule'),
  // Another account can share the document that is executed.
  passed('ssm.amazonaws.com', 'ssm:StartAutomationExecution'),
  passed(
    'bedrock-agentcore.amazonaws.com',
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ),
];

/** The ways by which the holder of an identity policy can give itself all rights, as the actions of each. */
export function escalations(policy: Policy | undefined): readonly (readonly string[])[] {
  if (policy === undefined) return [];
  return WAYS.filter(({ needs }) => needs.every((need) => allows(policy, need))).map(({ actions }) => actions);
}
