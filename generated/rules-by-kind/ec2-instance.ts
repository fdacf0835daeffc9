// Written by `npm run generate`. Do not edit.
import ec2Imdsv1Allowed from '../../shared/rules/ec2/ec2-imdsv1-allowed.ts';
import ec2InstanceExposed from '../../shared/rules/ec2/ec2-instance-exposed.ts';
import ec2InstanceProfileChanged from '../../shared/rules/ec2/ec2-instance-profile-changed.ts';
import ec2UnapprovedImage from '../../shared/rules/ec2/ec2-unapproved-image.ts';
import ec2UserDataSecret from '../../shared/rules/ec2/ec2-user-data-secret.ts';

export { ec2Instance as kind } from '../../shared/resources/ec2-instance/kind.ts';
export default [ec2Imdsv1Allowed, ec2InstanceExposed, ec2InstanceProfileChanged, ec2UnapprovedImage, ec2UserDataSecret];
