import { duration } from "../format.js";
import type { Writers } from "./types.js";

/** By `Operation` of `contracts/types/PolicyWord.sol`. */
const OPERATION_WORDS = ["Transfers are", "Placing holds is", "Executing holds is", "Minting is"] as const;

const ASK_EXPLAIN = "Run `why` for this payment to see which rule it is.";

/** Errors of DepositToken: ERC-20 and ERC-6093, ERC-7943, ERC-2612, ERC-3009, policy and standing. */
export const TOKEN: Writers = {
  ERC20InsufficientBalance: (a, say) => [
    `${say.who(a.sender)} has ${say.amount(a.balance)} and would need ${say.amount(a.needed)}.`,
    "Pay less, or wait for a deposit.",
  ],
  ERC20InsufficientAllowance: (a, say) => [
    `${say.who(a.spender)} may spend ${say.amount(a.allowance)} of this account and would need ${say.amount(a.needed)}.`,
    "Have the account's owner approve the amount.",
  ],
  ERC20InvalidSender: (a, say) => [`${say.who(a.sender)} can never pay.`, "Name a customer's wallet as payer."],
  ERC20InvalidReceiver: (a, say) => [`${say.who(a.receiver)} can never be paid.`, "Name a customer's wallet as payee."],
  ERC20InvalidApprover: (a, say) => [
    `${say.who(a.approver)} can approve nothing.`,
    "Approve from a customer's wallet.",
  ],
  ERC20InvalidSpender: (a, say) => [
    `${say.who(a.spender)} can never be given an allowance.`,
    "Name a customer's wallet as spender.",
  ],
  ERC7943CannotSend: (a, say) => [
    `${say.who(a.account)} may not send: it is not admitted, is blocked, or its KYC has lapsed.`,
    "Read the account to see which; admit or renew its party, or wait for the block to be lifted.",
  ],
  ERC7943CannotReceive: (a, say) => [
    `${say.who(a.account)} may not receive: it is not admitted, is blocked, or its KYC has lapsed.`,
    "Read the account to see which; admit or renew its party, or name another payee.",
  ],
  ERC7943CannotTransfer: (a, say) => [
    // A mint moves from the zero address.
    (BigInt(String(a.from)) === 0n
      ? `The bank may not mint ${say.amount(a.amount)} to ${say.who(a.to)}: `
      : `${say.who(a.from)} may not move ${say.amount(a.amount)} to ${say.who(a.to)}: `) +
      "the corridor is denied, or a clearance or limit is missing.",
    ASK_EXPLAIN,
  ],
  ERC7943InsufficientUnfrozenBalance: (a, say) => [
    `Liens leave ${say.amount(a.unfrozen)} of the balance of ${say.who(a.account)}, less than ${say.amount(a.amount)}.`,
    "Move at most that much, or have the lien lifted under its legal order.",
  ],
  InsufficientAvailable: (a, say) => [
    `Open holds leave ${say.amount(a.available)} available to ${say.who(a.account)}, less than ${say.amount(a.amount)}.`,
    "Pay at most that much, or wait until a hold is executed or released.",
  ],
  HeldBalance: (a, say) => [
    `Open holds leave only ${say.amount(a.unheld)} of ${say.who(a.account)} for a forced move of ${say.amount(a.amount)}.`,
    "Release the holds under the legal order first (forceRelease).",
  ],
  OperationPaused: (a) => [
    `${OPERATION_WORDS[Number(a.operation)] ?? "The operation is"} paused by the guardian.`,
    "Wait until two people lift the pause; redemptions and releases stay open.",
  ],
  SpenderNotAllowed: (a, say) => [
    `${say.who(a.spender)} may not use an allowance: it is not an admitted, valid, unblocked customer.`,
    "Have the spender admitted or renewed, or let the payer pay itself.",
  ],
  RelayerBlocked: (a, say) => [
    `${say.who(a.relayer)} is blocked and may not submit other people's signatures.`,
    "Submit the signature from another account.",
  ],
  InvalidSignature: (a, say) => [
    `${say.who(a.signer)} did not sign exactly this, in this token's domain on this chain.`,
    "Sign again with the domain read from eip712Domain(), changing no field afterwards.",
  ],
  ERC2612ExpiredSignature: (a, say) => [
    `The permit could be used until ${say.date(a.deadline)}.`,
    "Have its owner sign a new one with a later deadline.",
  ],
  InvalidAccountNonce: (a, say) => [
    `The next nonce of ${say.who(a.account)} is ${String(a.currentNonce)}: this signature is for another.`,
    "Read nonces() and have the owner sign again.",
  ],
  AuthorizationAlreadyUsed: (a, say) => [
    `${say.who(a.authorizer)} has used or cancelled the authorisation ${String(a.nonce)}.`,
    "Nothing to repeat if it was paid; otherwise sign a new one with another random nonce.",
  ],
  AuthorizationNotValidNow: (a, say) => [
    `The authorisation is good after ${say.date(a.validAfter)} and before ${say.date(a.validBefore)}.`,
    "Submit it within that time, or have the payer sign a new one.",
  ],
  CallerMustBePayee: (a, say) => [
    `Only the payee ${say.who(a.payee)} may submit this authorisation, not ${say.who(a.caller)}.`,
    "Send it from the payee, or have the payer sign a TransferWithAuthorization.",
  ],
  CallerNotAdmitted: (a, say) => [
    `${say.who(a.caller)} is not the register, an issuing desk or a clearing contract of this token.`,
    "Go through the desk; after a deployment, check that the token has admitted it.",
  ],
  LocalBitsInvalid: (a, say) => [
    `${say.who(a.account)} may not have the powers 0x${BigInt(String(a.bits)).toString(16)}: not powers of a contract, or the account is a customer's.`,
    "Give powers (notary, issuer, burner, clearing) to contracts of the suite only.",
  ],
  StandingInvalid: (a, say) => [
    `${say.who(a.wallet)} cannot be given the standing ${String(a.standing)}: malformed, or an account that is never admitted.`,
    "Admit customers' own wallets only, in a zone from 1 to 14.",
  ],
  ZoneInvalid: (a) => [
    `Zone ${String(a.zone)} does not exist here.`,
    "Use zones 0 (the bank) to 14 in corridors, 1 to 14 for customers.",
  ],
  LimitsInvalid: (a, say) => [
    `${say.who(a.limits)} is not a contract, so it cannot be the Limits contract.`,
    "Deploy it first, or name the zero address for none.",
  ],
  MintZeroAmount: (a) => [
    `The mint for deposit ${String(a.depositReference)} is of nothing.`,
    "Mint the amount that was booked.",
  ],
  DepositReferenceUsed: (a, say) => [
    `Deposit ${String(a.depositReference)} was minted before: ${say.amount(a.amount)} to ${say.who(a.payee)} in block ${String(a.blockNumber)}.`,
    "Nothing is to be minted again; if that mint is not yours, treat it as an incident.",
  ],
  BackingExceeded: (a, say) => [
    `Deposits of ${say.amount(a.backing)} back a supply of ${say.amount(a.supply)}: ${say.amount(a.amount)} more would pass them.`,
    "Have the attestor attest the deposits that have arrived, then send the same order again.",
  ],
  AttestationStale: (a, say) => [
    `The last attestation is of ${say.date(a.attestedAt)} and is good for ${duration(a.maxAge)}.`,
    "Have the attestor attest the deposits now, then send the same order again.",
  ],
  AttestationInvalid: () => [
    "The attestation is not newer than the last one, lies in the future, names more burned or received than happened, or is too large.",
    "Read the token's totals and the last attestation's time, and attest again.",
  ],
};
