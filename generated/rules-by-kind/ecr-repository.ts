// Written by `npm run generate`. Do not edit.
import ecrRepositoryPublic from '../../shared/rules/ecr/ecr-repository-public.ts';
import ecrRepositoryWeakened from '../../shared/rules/ecr/ecr-repository-weakened.ts';

export { ecrRepository as kind } from '../../shared/resources/ecr-repository/kind.ts';
export default [ecrRepositoryPublic, ecrRepositoryWeakened];
