import { readFileSync } from 'node:fs';
import { type CollectionTag, parse, type ScalarTag, YAMLMap } from 'yaml';
import type { Given, Params } from './params.ts';
import type { System } from './system.ts';
import { completed } from './template.ts';

/** What is deployed with these parameters, made as `npx serverless` makes it, without the framework. */
export function deployedWith(params: Params): System {
  return completed(describedWith(params), params);
}

const FILE = new URL('../serverless.yml', import.meta.url);

/** What `serverless.yml` describes, with the parameters filled in. */
export function describedWith(params: Params, text = readFileSync(FILE, 'utf8')): System {
  const { provider, functions, resources } = parse(text, { customTags: TAGS }) as {
    readonly provider: Pick<System, 'environment'>;
  } & Pick<System, 'functions' | 'resources'>;
  return filled({ environment: provider.environment, functions, resources }, params) as System;
}

/** The defaults of the parameters. */
export function defaultParameters(): Given {
  const { params } = parse(readFileSync(FILE, 'utf8'), { customTags: TAGS }) as {
    readonly params: { readonly default: Given };
  };
  return params.default;
}

/** CloudFormation's short forms that the file uses. */
const TAGS: (ScalarTag | CollectionTag)[] = [
  { tag: '!Ref', resolve: (name: string) => ({ Ref: name }) },
  { tag: '!Sub', resolve: (text: string) => ({ 'Fn::Sub': text }) },
  { tag: '!GetAtt', resolve: (text: string) => ({ 'Fn::GetAtt': text.split(/\.(.*)/s).slice(0, 2) }) },
  ...['If', 'Not', 'Equals'].map(
    (name): CollectionTag => ({
      tag: `!${name}`,
      collection: 'seq',
      resolve(items) {
        const call = new YAMLMap();
        call.set(`Fn::${name}`, items);
        return call;
      },
    }),
  ),
];

const VARIABLE = /\$\{self:custom\.parameters\.(\w+)\}/g;

function filled(value: unknown, params: Params): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(each, params));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, params)]));
  if (typeof value !== 'string') return value;
  // The framework keeps the type of what is a variable and nothing else.
  const [whole, name = ''] = new RegExp(`^${VARIABLE.source}$`).exec(value) ?? [];
  if (whole) return parameter(name, params);
  const text = value.replace(VARIABLE, (_, key: string) => String(parameter(key, params)));
  const unknown = /\$\{\w+:(?!:)[^}]*\}/.exec(text);
  if (unknown) throw new Error(`serverless.yml: only the framework can fill in ${unknown[0]}.`);
  return text;
}

function parameter(name: string, params: Params): unknown {
  const value = params[name as keyof Params];
  if (value === undefined) throw new Error(`serverless.yml: there is no \${self:custom.parameters.${name}}.`);
  return value;
}
