import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { REGION } from '../../test/support/standin/service.ts';
import type { SimulatedAws } from './aws.ts';
import type { Contender } from './rounds.ts';

/**
 * Any other program that answers the same events. It runs for the whole benchmark, finds the simulated AWS in
 * `AWS_ENDPOINT_URL` and the topic in `TOPIC_ARN`, reads one event of EventBridge from each line of its input, and writes
 * a line when it has done with it.
 */
export async function startPeer(command: string, aws: SimulatedAws): Promise<Contender & { stop(): void }> {
  const { TopicArn } = aws.call('sns', 'CreateTopic', { Name: 'peer-findings' }) as { readonly TopicArn: string };
  const child = spawn(command, {
    shell: true,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'peer',
      AWS_SECRET_ACCESS_KEY: 'test',
      TOPIC_ARN: TopicArn,
    },
  });
  const lines = createInterface({ input: child.stdout });
  return {
    name: 'peer',
    async handle(event) {
      const ended = new AbortController();
      const onExit = () => ended.abort(new Error(`${command} has ended.`));
      child.once('exit', onExit);
      try {
        const done = once(lines, 'line', ended);
        child.stdin.write(`${JSON.stringify(event)}\n`);
        await done;
      } finally {
        child.off('exit', onExit);
      }
    },
    stop: () => void child.stdin.end(),
  };
}
