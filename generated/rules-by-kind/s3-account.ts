// Written by `npm run generate`. Do not edit.
import s3AccountBlockPublicAccessOff from '../../shared/rules/s3/s3-account-block-public-access-off.ts';

export { s3Account as kind } from '../../shared/resources/s3-account/kind.ts';
export default [s3AccountBlockPublicAccessOff];
