import { RolesAnywhereClient } from '@aws-sdk/client-rolesanywhere';
import type { ClientConfig } from '../../aws/clients.ts';
import { overHttp1 } from '../../aws/over-http1.ts';

/** The client makes no handler of options by itself. */
export const RolesAnywhere = overHttp1(RolesAnywhereClient as never) as unknown as new (
  config: ClientConfig,
) => RolesAnywhereClient;
