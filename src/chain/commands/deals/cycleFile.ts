import { isHexString } from "ethers";
import { z } from "zod";

import {
  buildCycle,
  type BuiltCycle,
  buildSecondRound,
  type CycleRequest,
  cycleId,
} from "../../../settlement/netting/index.js";
import type { Context } from "../context.js";
import { InputError } from "../exitCodes.js";
import { writeNew } from "../files.js";
import { addressText, readJson, wholeText } from "./dealFile.js";

/*
 * A cycle in a file: the gross list and the times, from which everybody computes the same nets, slices and root. The nets
 * themselves are not in it, so nobody can be shown others than follow from the list.
 */

const bytes32 = z.string().refine((text) => isHexString(text, 32), "is not 32 bytes");
const times = { cutOff: wholeText, settleBy: wholeText, salt: bytes32 };
const first = z.strictObject({
  ...times,
  token: addressText,
  secondBy: wholeText,
  obligations: z.array(
    z.strictObject({ debtor: addressText, creditor: addressText, amount: wholeText, obligationReference: bytes32 }),
  ),
});
const cycleFile = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, "is no ISO 4217 code"),
  first,
  second: z.strictObject({ ...times, staying: z.array(addressText) }).optional(),
});

export type FirstRound = CycleRequest & { readonly secondBy: bigint; readonly salt: string };
export type SecondRound = Pick<CycleRequest, "cutOff" | "settleBy"> & { salt: string; staying: readonly string[] };

export interface CycleInFile extends BuiltCycle {
  readonly currency: string;
  readonly id: string;
  readonly first: FirstRound;
}

export const writeCycle = (path: string, currency: string, first: FirstRound, second?: SecondRound): Promise<void> =>
  writeNew(path, { currency, first, ...(second === undefined ? {} : { second }) });

/** The cycle as it follows from the file. @throws InputError naming file and field */
export async function readCycle(context: Context, option: "file" | "after" = "file"): Promise<CycleInFile> {
  const path = context.required(option);
  const read = await readJson(path, cycleFile, `--${option}`);
  const built = context.wrap(path, () => {
    const one = buildCycle(read.first);
    return read.second === undefined ? one : buildSecondRound(one, read.second.staying, read.second);
  });
  return { ...built, currency: read.currency, id: cycleId(built.cycle), first: read.first };
}

const signatureFile = z.strictObject({
  cycle: bytes32,
  party: addressText,
  consent: z.string(),
  slices: z.record(z.string().regex(/^\d+$/), z.string()),
});

/** What a party signed of one cycle: its consent, or each of its slices by number. */
export type CycleSignature = z.infer<typeof signatureFile>;

/** The files of --signatures. @throws InputError: malformed, or of another cycle */
export async function readSignatures(context: Context, id: string): Promise<CycleSignature[]> {
  const paths = context.text("signatures")?.split(",") ?? [];
  return Promise.all(
    paths.map(async (path) => {
      const read = await readJson(path.trim(), signatureFile, "--signatures");
      if (read.cycle === id) return read;
      throw new InputError(
        "--signatures",
        `${path} is of cycle ${read.cycle}, not of ${id}`,
        "Have this cycle signed.",
      );
    }),
  );
}
