import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";

/** The file of an order. */
export function show(context: Context): Promise<Outcome> {
  throw new InputError("show", `of ${context.required("order")} is not here yet`, "Wait.");
}
