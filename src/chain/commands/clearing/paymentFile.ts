import { isHexString } from "ethers";
import { z } from "zod";

import type { InterbankPayment } from "../../../settlement/clearing/index.js";
import type { Context } from "../context.js";
import { InputError } from "../exitCodes.js";
import { readInput } from "../files.js";
import { addressShape as address, bytes32Shape as bytes32, wholeShape as whole } from "../../shapes.js";

/** A payment as `clearing request` wrote it: what the payer signed, and its signature. */
export interface PaymentFile {
  /** ISO 4217 */
  readonly currency: string;
  readonly payment: InterbankPayment;
  readonly payerSignature: string;
}

const schema = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, "is no ISO 4217 code"),
  payment: z.strictObject({
    ...{ senderToken: address, receiverToken: address, settlementToken: address, payer: address, payee: address },
    ...{ amount: whole, uetr: bytes32, expiry: whole, remittance: bytes32 },
  }),
  payerSignature: z.string().refine((text) => isHexString(text), "is not hexadecimal"),
});

/** @throws InputError naming file and field */
export async function readPaymentFile(context: Context): Promise<PaymentFile> {
  const path = context.required("file");
  const fix = "Use the file as `clearing request` wrote it.";
  let json: unknown;
  try {
    json = JSON.parse(await readInput(path, "--file"));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(path, "is not JSON", fix);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new InputError([path, ...(issue?.path.map(String) ?? [])].join(", "), issue?.message ?? "is malformed", fix);
}
