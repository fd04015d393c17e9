import { isHexString } from "ethers";
import { z } from "zod";
import { addressShape as address, wholeText as whole } from "../chain/shapes.js";

/*
 * The batch file of the Safe Transaction Builder (version "1.0"), as its interface imports and exports it. Numbers are
 * decimal strings, lists and structs of arguments JSON in a string.
 */

/** A parameter as an ABI writes it. */
export interface BatchInput {
  readonly name: string;
  readonly type: string;
  readonly internalType?: string | undefined;
  readonly components?: readonly BatchInput[] | undefined;
}

const input: z.ZodType<BatchInput> = z.lazy(() =>
  z.looseObject({
    name: z.string(),
    type: z.string(),
    internalType: z.string().optional(),
    components: z.array(input).optional(),
  }),
);

const method = z.looseObject({ name: z.string(), inputs: z.array(input), payable: z.boolean() });

const transaction = z.looseObject({
  to: address,
  value: whole,
  data: z
    .string()
    .refine((text) => isHexString(text) && text.length % 2 === 0, "is not hexadecimal")
    .nullish(),
  contractMethod: method.nullish(),
  contractInputsValues: z.record(z.string(), z.unknown()).nullish(),
});

/** Fields that this version does not know stay where they are: the checksum covers them too. */
export const batchFile = z.looseObject({
  version: z.literal("1.0"),
  chainId: whole,
  createdAt: z.number(),
  meta: z.looseObject({
    name: z.string().nullish(),
    description: z.string().nullish(),
    txBuilderVersion: z.string().nullish(),
    createdFromSafeAddress: address,
    createdFromOwnerAddress: z.string().nullish(),
    checksum: z.string({ error: "is missing" }),
    /** ours: the nonce and the Safe's version for which the batch was written */
    safeNonce: whole.optional(),
    safeVersion: z.string().optional(),
  }),
  transactions: z.array(transaction).min(1, "is empty"),
});

export type BatchFile = z.infer<typeof batchFile>;
export type BatchTransaction = BatchFile["transactions"][number];
export type BatchMethod = z.infer<typeof method>;
