// Written by `npm run generate`. Do not edit.
import amiPublic from '../../shared/rules/ec2/ami-public.ts';

export { ami as kind } from '../../shared/resources/ami/kind.ts';
export default [amiPublic];
