import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { EventBridgeClient, RemoveTargetsCommand } from '@aws-sdk/client-eventbridge';
import { copyOfProject } from '../../scripts/check-templates/project.ts';
import { startMoto } from '../support/moto.ts';
import { type Cloud, PACKAGE, STACK, STAGE, UPDATE } from './cloud.ts';
import { framework } from './deploy.ts';
import { PLACE } from './place.ts';
import { ofType, readTemplate, type Template } from './template.ts';

/**
 * moto, into which the framework deploys as it does into AWS.
 * @param copy Makes the folder that is deployed from.
 */
export async function startMotoCloud(copy = copyOfProject): Promise<Cloud | undefined> {
  const moto = await startMoto();
  if (!moto) return undefined;
  const project = copy();
  const at = { ...PLACE, endpoint: moto.url, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  return {
    ...moto,
    // It needs seconds, and on a busy machine many: nobody gives up waiting for it.
    pace: 0.25,
    async stop() {
      await moto.stop();
      rmSync(project, { recursive: true, force: true });
    },
    async deploy(params, settings, proxy) {
      writeFileSync(join(project, 'plumbline.yml'), settings);
      const { rewrite } = proxy;
      // The stand-in would start containers of its own for every message and record.
      proxy.rewrite = (_, url, body) =>
        // Of an earlier deployment it is only read.
        body.length > 0 && url.includes('compiled-cloudformation-template.json') ? withoutMappings(body) : body;
      const env = {
        AWS_ENDPOINT_URL: proxy.url,
        // Milliseconds between looks at a stack, which is there at once.
        SLS_AWS_MONITORING_FREQUENCY: '50',
      };
      await framework(project, ['deploy', '--stage', STAGE], params, env);
      proxy.rewrite = rewrite;
      const template = readTemplate(join(project, PACKAGE, UPDATE));
      await withoutSchedules(template);
      return { template, archives: join(project, PACKAGE), physical: await namesIn(template) };
    },
  };

  /** The stand-in has no name for a bus. */
  async function namesIn(template: Template): Promise<ReadonlyMap<string, string>> {
    const { StackResources = [] } = await new CloudFormationClient(at).send(
      new DescribeStackResourcesCommand({ StackName: STACK }),
    );
    const named = StackResources.flatMap(({ LogicalResourceId: id, PhysicalResourceId: name }) =>
      id && name ? [[id, name] as const] : [],
    );
    const buses = [...ofType(template, 'AWS::Events::EventBus')].map(([id, { Name }]) => [id, String(Name)] as const);
    return new Map([...named, ...buses]);
  }

  /** The stand-in takes a rule without a pattern for one that every event meets. */
  async function withoutSchedules(template: Template): Promise<void> {
    const events = new EventBridgeClient(at);
    for (const { Name, ScheduleExpression, Targets } of ofType(template, 'AWS::Events::Rule').values()) {
      const Ids = (Targets as readonly { readonly Id: string }[]).map(({ Id }) => Id);
      if (ScheduleExpression) await events.send(new RemoveTargetsCommand({ Rule: String(Name), Ids }));
    }
  }
}

function withoutMappings(body: Buffer): Buffer {
  const template = JSON.parse(body.toString()) as { Resources: Record<string, { readonly Type: string }> };
  const kept = Object.entries(template.Resources).filter(([, { Type }]) => Type !== 'AWS::Lambda::EventSourceMapping');
  return Buffer.from(JSON.stringify({ ...template, Resources: Object.fromEntries(kept) }));
}
