import { VostroError } from "../../errors/index.js";
import { type Call, simulate } from "../send.js";
import type { Context } from "./context.js";

/** A call that was tried on the node and not sent, or could not be tried. */
export interface Tried {
  readonly act: string;
  readonly gas?: bigint;
  readonly untried?: string;
}

/** Each call on the state as it is; only the first must succeed, since the others may need what it changes. */
export async function tryCalls(context: Context, from: string, calls: readonly Call[]): Promise<Tried[]> {
  const tried: Tried[] = [];
  for (const call of calls) {
    try {
      const { act, gas } = await simulate(context.bank, from, call);
      tried.push({ act, gas });
    } catch (error) {
      if (tried.length === 0 || !(error instanceof VostroError)) throw error;
      tried.push({ act: call.act, untried: "needs what the calls before it change" });
    }
  }
  return tried;
}
