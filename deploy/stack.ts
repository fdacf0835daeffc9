import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudFormationClient,
  type CloudFormationClientConfig,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';

/** A stack beside that of the framework. */
export interface StackPlace {
  readonly name: string;
  readonly region: string;
  readonly config: CloudFormationClientConfig;
  /** Milliseconds between two polls of its status. */
  readonly every?: number;
}

/** The longest wait for a stack, in milliseconds. */
const LONGEST = 15 * 60_000;

/**
 * Creates or updates the stack; `unchanged` where there is nothing to update.
 * @throws {Error} with CloudFormation's reason, and what to do.
 */
export async function putStack(place: StackPlace, template: unknown): Promise<'done' | 'unchanged'> {
  const client = new CloudFormationClient(place.config);
  const status = await statusOf(client, place.name);
  // A failed creation leaves a stack that cannot be updated and has no resources.
  if (status === 'ROLLBACK_COMPLETE' || status === 'REVIEW_IN_PROGRESS') await removeStack(place);
  const fresh = status === undefined || status === 'ROLLBACK_COMPLETE' || status === 'REVIEW_IN_PROGRESS';
  const request = {
    StackName: place.name,
    TemplateBody: JSON.stringify(template),
    Capabilities: ['CAPABILITY_IAM' as const],
    Tags: [{ Key: 'application', Value: 'plumbline' }],
  };
  try {
    await client.send(fresh ? new CreateStackCommand(request) : new UpdateStackCommand(request));
  } catch (error) {
    if (error instanceof Error && /no updates are to be performed/i.test(error.message)) return 'unchanged';
    throw error;
  }
  const wanted = fresh ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE';
  const reached = await settled(client, place);
  if (reached !== wanted) throw new Error(await failureOf(client, place, reached));
  return 'done';
}

/** Deletes the stack and waits until it is gone. No stack is no error. */
export async function removeStack(place: StackPlace): Promise<void> {
  const client = new CloudFormationClient(place.config);
  if ((await statusOf(client, place.name)) === undefined) return;
  await client.send(new DeleteStackCommand({ StackName: place.name }));
  const reached = await settled(client, place);
  if (reached !== undefined) throw new Error(await failureOf(client, place, reached));
}

async function settled(client: CloudFormationClient, { name, every = 3_000 }: StackPlace): Promise<string | undefined> {
  for (let waited = 0; waited < LONGEST; waited += every) {
    const status = await statusOf(client, name);
    if (status === undefined || !status.endsWith('_IN_PROGRESS')) return status;
    await sleep(every);
  }
  return 'still in progress';
}

/** `undefined`: there is no such stack. */
async function statusOf(client: CloudFormationClient, name: string): Promise<string | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    const status = Stacks[0]?.StackStatus;
    return status === 'DELETE_COMPLETE' ? undefined : status;
  } catch (error) {
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined;
    throw error;
  }
}

async function failureOf(client: CloudFormationClient, place: StackPlace, reached = 'gone'): Promise<string> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName: place.name }));
  // The newest come first; the first failure is the cause of the others.
  const cause = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED')).at(-1);
  const why = cause ? `: ${cause.LogicalResourceId}: ${cause.ResourceStatusReason}` : '';
  return `The stack ${place.name} in ${place.region} is ${reached}${why}. Fix this and run the same command again.`;
}
