import type { Contributor } from "./measure.js";
import { ozErc20 } from "./peers/ozErc20.js";
import { solady } from "./peers/solady.js";
import { solmate } from "./peers/solmate.js";
import { trex } from "./peers/trex.js";
import { usdc } from "./peers/usdc.js";
import { vostro, vostroProxy } from "./vostro.js";

/** Everything that is measured, in any order: the report orders by CONTRACTS. */
export const contributors: readonly Contributor[] = [vostro, vostroProxy, ozErc20, solady, solmate, usdc, trex];
