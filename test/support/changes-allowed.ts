import type { DeployedPolicy } from '../../scripts/check-permissions/policies.ts';
import { actionsNamed } from '../../scripts/check-permissions/reference.ts';

/** Actions of a role that change something, each with the resources on which it is allowed. */
export async function changesAllowedBy(
  policies: readonly DeployedPolicy[],
): Promise<readonly { readonly action: string; readonly on: readonly string[] }[]> {
  const allowed = policies.flatMap(({ document }) =>
    document.Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action, Resource = [] }) =>
      [Action].flat().map((action) => ({ action, on: [Resource].flat() })),
    ),
  );
  const details = await Promise.all(
    allowed.map(async ({ action, on }) => ({ on, actions: await actionsNamed(action) })),
  );
  return details.flatMap(({ actions, on }) =>
    actions.filter(({ changes }) => changes).map(({ action }) => ({ action, on })),
  );
}
