// Written by `npm run generate`. Do not edit.
import launchTemplateWeak from '../../shared/rules/ec2/launch-template-weak.ts';

export { launchTemplate as kind } from '../../shared/resources/launch-template/kind.ts';
export default [launchTemplateWeak];
