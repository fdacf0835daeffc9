import { buildFunctions } from '../scripts/build/functions.ts';
import { chosen } from './chosen.ts';
import { costs, costText } from './cost.ts';
import { forwarderTemplate } from './forwarder.ts';
import { forwarderRegion, forwarderStack } from './names.ts';
import { forwards } from './own.ts';
import type { Params } from './params.ts';
import { putStack, removeStack, type StackPlace } from './stack.ts';
import { startSweep } from './sweep.ts';

/** What the framework gives a plugin, as far as this one uses it. */
interface Serverless {
  readonly service: {
    readonly custom: { readonly plumbline: Readonly<Record<string, string>> };
    readonly provider: { readonly compiledCloudFormationTemplate: Template };
  };
  readonly processedInput: { readonly commands: readonly string[] };
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  getProvider(name: 'aws'): { getAwsSdkV3Config(options: { readonly region: string }): Promise<StackPlace['config']> };
}

interface Template {
  readonly Resources: Parameters<typeof costs>[number];
}

interface Utilities {
  readonly log: { notice(text: string): void; warning(text: string): void };
}

/** Bundles right before packaging, and does what the framework's own stack cannot. */
export default class PlumblinePlugin {
  readonly hooks: Readonly<Record<string, () => Promise<void>>>;

  constructor(serverless: Serverless, _options: unknown, { log }: Utilities) {
    const given = () => serverless.service.custom.plumbline;
    const config = (region: string) => serverless.getProvider('aws').getAwsSdkV3Config({ region });
    const tellCosts = (params: Params) => {
      const own = serverless.service.provider.compiledCloudFormationTemplate.Resources;
      const beside = forwards(params) ? [(forwarderTemplate(params) as Template).Resources] : [];
      log.notice(costText(costs(own, ...beside)));
    };
    const told = async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        throw new serverless.classes.Error(error instanceof Error ? error.message : String(error), 'PLUMBLINE');
      }
    };
    this.hooks = {
      'before:package:initialize': () =>
        told(async () => {
          if (chosen(given()).remediation !== given()['remediation'])
            log.notice('The settings leave nothing to put right: remediation is off');
          await buildFunctions(given()['config']);
        }),
      'after:package:finalize': () =>
        told(async () => {
          if (serverless.processedInput.commands[0] === 'package') tellCosts(chosen(given()));
        }),
      'after:deploy:deploy': () =>
        told(async () => {
          const params = chosen(given());
          const place = await forwarderPlace(params, config);
          if (place && forwards(params)) {
            await putStack(place, forwarderTemplate(params));
            log.notice(`Events of global services come in from ${place.region} (stack ${place.name})`);
          } else if (place) {
            // An earlier deployment may have had something to bring in.
            await removeStack(place);
          }
          await startSweep(params, await config(params.region));
          log.notice('A first sweep of everything has begun; what it finds is told on the topic');
          tellCosts(params);
        }),
      'after:remove:remove': () =>
        told(async () => {
          const place = await forwarderPlace(chosen(given()), config);
          if (place) await removeStack(place);
          log.notice('Kept: the table of findings. docs/deploy.md says how to remove it, too');
        }),
    };
  }
}

async function forwarderPlace(
  params: Params,
  config: (region: string) => Promise<StackPlace['config']>,
): Promise<StackPlace | undefined> {
  const region = forwarderRegion(params);
  return region ? { name: forwarderStack(params), region, config: await config(region) } : undefined;
}
