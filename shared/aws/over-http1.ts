import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { ClientConfig, ClientOf } from './clients.ts';

/**
 * A client that would choose HTTP/2 by itself, over HTTP/1.1: the time limits rest on it. It is apart from `clients.ts`,
 * which every start loads, because the handler loads a large part of the SDK.
 */
export function overHttp1<C>(make: ClientOf<C>): ClientOf<C> {
  return new Proxy(make, {
    construct: (target, [config]: [ClientConfig]) =>
      new target({ ...config, requestHandler: new NodeHttpHandler(config.requestHandler as object) }) as object,
  });
}
