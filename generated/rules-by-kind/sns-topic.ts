// Written by `npm run generate`. Do not edit.
import snsTopicPublic from '../../shared/rules/sns/sns-topic-public.ts';

export { snsTopic as kind } from '../../shared/resources/sns-topic/kind.ts';
export default [snsTopicPublic];
