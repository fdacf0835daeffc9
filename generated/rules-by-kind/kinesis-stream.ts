// Written by `npm run generate`. Do not edit.
import kinesisStreamUnencrypted from '../../shared/rules/kinesis/kinesis-stream-unencrypted.ts';

export { kinesisStream as kind } from '../../shared/resources/kinesis-stream/kind.ts';
export default [kinesisStreamUnencrypted];
