import { KinesisClient } from '@aws-sdk/client-kinesis';
import { overHttp1 } from '../../aws/over-http1.ts';

export const KinesisByHttp1 = overHttp1(KinesisClient);
