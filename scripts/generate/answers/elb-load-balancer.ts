import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeLoadBalancers: {
    LoadBalancers: [{ LoadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/1' }],
  },
  DescribeLoadBalancerAttributes: { Attributes: [] },
};
