import { buildFunctions } from '../scripts/build/functions.ts';
import type { Resources } from './cloudformation.ts';
import { costs, costText } from './cost.ts';
import { startSweep } from './first-sweep.ts';
import { forwarderRegion, forwarderStack } from './forwarder-names.ts';
import type { Params } from './params.ts';
import { putStack, removeStack, type StackPlace } from './stack.ts';
import type { System } from './system.ts';
import { forwarderTemplate } from './template/forwarder.ts';
import { forwards } from './template/own-components.ts';
import { completed } from './template.ts';

/** What the framework gives a plugin, as far as this one uses it. */
interface Serverless {
  readonly service: Pick<System, 'functions' | 'resources'> & {
    readonly custom: { readonly parameters: Params };
    readonly provider: Pick<System, 'environment'> & { readonly compiledCloudFormationTemplate: Template };
  };
  readonly processedInput: { readonly commands: readonly string[] };
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  getProvider(name: 'aws'): { getAwsSdkV3Config(options: { readonly region: string }): Promise<StackPlace['config']> };
}

interface Template {
  readonly Resources: Resources;
}

interface Utilities {
  readonly log: { notice(text: string): void };
}

/** Completes `serverless.yml`, bundles the functions, and deploys what the framework's own stack cannot hold. */
export default class PlumblinePlugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;

  constructor(serverless: Serverless, _options: unknown, { log }: Utilities) {
    const parameters = () => serverless.service.custom.parameters;
    const config = (region: string) => serverless.getProvider('aws').getAwsSdkV3Config({ region });
    const showCosts = (params: Params) => {
      const own = serverless.service.provider.compiledCloudFormationTemplate.Resources;
      log.notice(costText(costs(own, ...(forwards(params) ? [forwarderTemplate(params).Resources] : []))));
    };
    const work: Readonly<Record<string, (params: Params) => Promise<void>>> = {
      // The first hook of every command. All variables are filled in, and nothing is compiled yet.
      initialize: async (params) => complete(serverless, params),
      'before:package:initialize': async (params) => {
        if (params.remediation !== params.remediationGiven)
          log.notice('Remediation is off: the settings allow no rule to remediate.');
        await buildFunctions(params.config);
      },
      'after:package:finalize': async (params) => {
        if (serverless.processedInput.commands[0] === 'package') showCosts(params);
      },
      'after:deploy:deploy': async (params) => {
        const place = await forwarderPlace(params, config);
        if (place && forwards(params)) {
          await putStack(place, forwarderTemplate(params));
          log.notice(`The stack ${place.name} in ${place.region} sends the events of global services to this region.`);
        } else if (place) {
          // An earlier deployment may have needed it.
          await removeStack(place);
        }
        await startSweep(serverless.service, params.prefix, await config(params.region));
        log.notice('A first sweep of all resources has started. Its findings are published on the topic.');
        showCosts(params);
      },
      'after:remove:remove': async (params) => {
        const place = await forwarderPlace(params, config);
        if (place) await removeStack(place);
        log.notice('The table of findings is retained. docs/deploy.md says how to delete it.');
      },
    };
    this.hooks = Object.fromEntries(
      Object.entries(work).map(([name, hook]) => [
        name,
        () =>
          hook(parameters()).catch((error: unknown) => {
            // The framework shows the stack of other errors. Only the sentence helps.
            throw new serverless.classes.Error(error instanceof Error ? error.message : String(error), 'PLUMBLINE');
          }),
      ]),
    );
  }
}

/** Puts what is deployed in the place of what `serverless.yml` describes. */
function complete({ service }: Serverless, params: Params): void {
  const { functions, resources, provider } = service;
  const system = completed({ environment: provider.environment, functions, resources }, params);
  Object.assign(provider, { environment: system.environment });
  Object.assign(service, { functions: system.functions, resources: system.resources });
}

async function forwarderPlace(
  params: Params,
  config: (region: string) => Promise<StackPlace['config']>,
): Promise<StackPlace | undefined> {
  const region = forwarderRegion(params);
  return region ? { name: forwarderStack(params), region, config: await config(region) } : undefined;
}
