import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeConfigurationRecorders: { ConfigurationRecorders: [{ name: 'default' }] },
  DescribeConfigurationRecorderStatus: { ConfigurationRecordersStatus: [{ name: 'default', recording: true }] },
  DescribeDeliveryChannels: { DeliveryChannels: [{ name: 'default' }] },
};
