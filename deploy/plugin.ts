import { buildFunctions } from '../scripts/build/functions.ts';
import type { Resources } from './cloudformation.ts';
import { costs, costText } from './cost.ts';
import { ending } from './ending.ts';
import { startSweep } from './first-sweep.ts';
import type { Params } from './params.ts';
import type { ClientConfig } from './preflight/checks.ts';
import { preflight } from './preflight.ts';
import { putSecondStack, removeSecondStack } from './second-stack.ts';
import type { System } from './system.ts';
import { forwarderTemplate } from './template/forwarder.ts';
import { forwards } from './template/own-components.ts';
import { completed } from './template.ts';
import { unknownParams } from './unknown-params.ts';

/** What the framework gives a plugin, as far as this one uses it. */
interface Serverless {
  readonly service: Pick<System, 'functions' | 'resources'> & {
    /** `wrong`: what is wrong with the parameters that were given. Then the others are defaults. */
    readonly custom: { readonly parameters: Params & { readonly wrong?: string } };
    readonly provider: Pick<System, 'environment'> & { readonly compiledCloudFormationTemplate: Template };
  };
  readonly configurationInput: { readonly params?: Parameters<typeof unknownParams>[1] };
  readonly processedInput: { readonly commands: readonly string[]; readonly options: Options };
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  getProvider(name: 'aws'): { getAwsSdkV3Config(options: { readonly region: string }): Promise<ClientConfig> };
}

interface Options {
  readonly param?: readonly string[];
}

interface Template {
  readonly Resources: Resources;
}

interface Utilities {
  readonly log: { notice(text: string): void; warning(text: string): void };
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
      initialize: async (params) => {
        const wrong = wrongWith(serverless);
        if (wrong.length > 0) throw new Error(wrong.join('\n'));
        complete(serverless, params);
      },
      'before:package:initialize': async (params) => {
        if (params.remediation !== params.remediationGiven)
          log.notice('Remediation is off: the settings allow no rule to remediate.');
        await buildFunctions(params.config, params.global);
      },
      'after:package:finalize': async (params) => {
        if (serverless.processedInput.commands[0] === 'package') showCosts(params);
      },
      // Nothing is changed before this.
      'before:deploy:deploy': async (params) => {
        const notices = await preflight(params, await config(params.region));
        for (const { stops, text } of notices) if (!stops) log.warning(text);
        const stopping = notices.filter(({ stops }) => stops);
        if (stopping.length > 0) throw new Error(stopping.map(({ text }) => text).join('\n'));
      },
      'after:deploy:deploy': async (params) => {
        await startSweep(serverless.service, params.prefix, await config(params.region));
        const second = await putSecondStack(params, config);
        if (second) log[second.failed ? 'warning' : 'notice'](second.text);
        showCosts(params);
        log.notice(await ending(params, await config(params.region)));
      },
      'after:remove:remove': async (params) => {
        const second = await removeSecondStack(params, config);
        if (second) log.warning(second.text);
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

/** A sentence for each parameter that does not exist or has a wrong value, and for each wrong setting. */
function wrongWith({ service, configurationInput, processedInput }: Serverless): readonly string[] {
  const unknown = unknownParams(processedInput.options.param ?? [], configurationInput.params ?? {});
  const { wrong } = service.custom.parameters;
  return wrong === undefined ? unknown : [...unknown, wrong];
}

/** Puts what is deployed in the place of what `serverless.yml` describes. */
function complete({ service }: Serverless, params: Params): void {
  const { functions, resources, provider } = service;
  const system = completed({ environment: provider.environment, functions, resources }, params);
  Object.assign(provider, { environment: system.environment });
  Object.assign(service, { functions: system.functions, resources: system.resources });
}
