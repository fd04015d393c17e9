import { z } from "zod";

/** Every refusal of the HTTP side has this form. */
export const refusal = z.object({ name: z.string(), sentence: z.string(), fix: z.string() });

export type Refusal = z.output<typeof refusal>;
