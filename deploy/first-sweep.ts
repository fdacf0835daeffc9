import { EventBridgeClient, type EventBridgeClientConfig, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ofType, type System } from './system.ts';

interface Target {
  readonly Input: string;
}

/** The detail type of the events by which people and deployments start a sweep. */
export const SWEEP_REQUESTED = 'Sweep Requested';

/**
 * Requests what the schedules start, right after a deployment: all resources are listed, since settings may have
 * changed, and the first heartbeat is sent. EventBridge carries the requests, because nobody else can send to the queue.
 */
export async function startSweep(
  system: Pick<System, 'resources'>,
  source: string,
  config: Omit<EventBridgeClientConfig, 'extensions' | 'httpAuthSchemeProvider'>,
): Promise<void> {
  const Entries = ofType(system, 'Events::Rule').flatMap(([, { ScheduleExpression, Targets }]) =>
    ScheduleExpression
      ? (Targets as readonly Target[]).map(({ Input }) => ({
          Source: source,
          DetailType: SWEEP_REQUESTED,
          Detail: Input,
        }))
      : [],
  );
  const answer = await new EventBridgeClient(config).send(new PutEventsCommand({ Entries }));
  const refused = answer.Entries?.find(({ ErrorCode }) => ErrorCode);
  if (refused) throw new Error(`The first sweep could not be started: ${refused.ErrorMessage ?? refused.ErrorCode}`);
}
