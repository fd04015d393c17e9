import type { Context, Outcome } from "./context.js";
import { accept, commit, declare } from "./resolutionActs.js";
import { prove, register } from "./resolutionFiles.js";
import { move } from "./resolutionMove.js";
import { show } from "./resolutionShow.js";
import { succeed } from "./resolutionSucceed.js";

const STEPS: Readonly<Record<string, (context: Context) => Promise<Outcome>>> = {
  declare,
  register,
  commit,
  accept,
  succeed,
  move,
  prove,
  show,
};

/** Winds a token down: each step follows the one before; see docs/operations. */
export const resolution = (context: Context, step: string): Promise<Outcome> => STEPS[step]!(context);
