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
import { addressShape as address, bytes32Shape as bytes32, wholeShape as whole } from "../../shapes.js";
import { readJson } from "./dealFile.js";

/*
 * A cycle in a file: the gross list and the times, from which everybody computes the same nets, slices and root. The nets
 * themselves are not in it, so nobody can be shown others than follow from the list.
 */

const times = { cutOff: whole, settleBy: whole, salt: bytes32 };
const first = z.strictObject({
  ...times,
  token: address,
  secondBy: whole,
  obligations: z.array(
    z.strictObject({ debtor: address, creditor: address, amount: whole, obligationReference: bytes32 }),
  ),
});
const cycleFile = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, "is no ISO 4217 code"),
  first,
  second: z.strictObject({ ...times, staying: z.array(address) }).optional(),
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
  party: address,
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
