import { type DeployerPolicy, deployerPolicies } from '../../deploy/deployer.ts';

/** As docs/permissions.md says: a reader puts in another account and region. */
const EXAMPLE = {
  partition: 'aws',
  account: '111122223333',
  home: 'eu-west-1',
  there: 'us-east-1',
  name: 'plumbline',
  stage: 'prod',
  prefix: 'plumbline-prod',
};

/** The policies of the deployer, by the name of their file. */
export function deployerFiles(): Readonly<Record<string, DeployerPolicy>> {
  return Object.fromEntries(
    Object.entries(deployerPolicies(EXAMPLE)).map(([name, policy]) => [`${name}.json`, policy]),
  );
}
