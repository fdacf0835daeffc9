import { authorOf } from './deployers.ts';
import { exemptionOf } from './exemptions.ts';
import { judgementAfter, judgeRun } from './judge-run.ts';
import { observe } from './observe.ts';
import { objectionsTo } from './way-back.ts';

/** Evaluation, as remediation uses it: the `Evaluator` of `remediate/ports.ts`. */
export const evaluator = { observe, exemptionOf, judgeRun, judgementAfter, objectionsTo, authorOf } as const;
