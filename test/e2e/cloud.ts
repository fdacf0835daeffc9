import type { Params } from './deploy.ts';
import type { Proxy } from './proxy.ts';
import type { Template } from './template.ts';

/** What a deployment left in a cloud. */
export interface Deployed {
  /** As it was packaged. */
  readonly template: Template;
  /** The folder of each function's archive: `detect.zip`, … */
  readonly archives: string;
  /** Physical names by logical ids; queues by their addresses. */
  readonly physical: ReadonlyMap<string, string>;
}

/** A stand-in for AWS, and the way in which Plumbline comes into it. */
export interface Cloud {
  readonly url: string;
  /**
   * @param settings What `plumbline.yml` says; nothing: every rule's defaults.
   * @param proxy Stands before the stand-in.
   */
  deploy(params: Params, settings: string, proxy: Proxy): Promise<Deployed>;
  stop(): Promise<void>;
}

/** `undefined` where it is not installed. */
export type StartCloud = () => Promise<Cloud | undefined>;

export const STAGE = 'e2e';
export const STACK = `plumbline-${STAGE}`;
/** The framework leaves here what it deploys. */
export const PACKAGE = '.serverless';
export const UPDATE = 'cloudformation-template-update-stack.json';
