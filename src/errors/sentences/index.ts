import { BANK } from "./bank.js";
import { CLEARING } from "./clearing.js";
import { FX } from "./fx.js";
import { HOLDS } from "./holds.js";
import { LAW } from "./law.js";
import { LIMITS } from "./limits.js";
import { NETTING } from "./netting.js";
import { OPENZEPPELIN } from "./openzeppelin.js";
import { ORDERS } from "./orders.js";
import { RECEIVABLES } from "./receivables.js";
import { RESOLUTION } from "./resolution.js";
import { SETTLEMENT } from "./settlement.js";
import { TOKEN } from "./token.js";
import type { Writers } from "./types.js";

/** A writer for every custom error of the suite; a test fails for an error of an ABI that has none. */
export const SENTENCES: Writers = {
  ...TOKEN,
  ...HOLDS,
  ...BANK,
  ...LAW,
  ...LIMITS,
  ...OPENZEPPELIN,
  ...RESOLUTION,
  ...SETTLEMENT,
  ...CLEARING,
  ...FX,
  ...NETTING,
  ...ORDERS,
  ...RECEIVABLES,
};
