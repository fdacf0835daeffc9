import { authorOf } from './deployers.ts';
import { exemptionOf } from './exemptions.ts';
import { judgementAfter, judgeNow } from './judge-now.ts';
import { observe } from './observe.ts';

/** Evaluation, as remediation uses it: the `Evaluator` of `remediate/ports.ts`. */
export const evaluator = { observe, exemptionOf, judgeNow, judgementAfter, authorOf } as const;
