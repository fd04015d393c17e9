import type { Writers } from "./types.js";

/** Errors of Resolution, LiabilityTransfer and SuccessorIssuanceDesk. */
export const RESOLUTION: Writers = {
  TokenOfAnotherBank: (a, say) => [
    `${say.who(a.token)} is not run by this bank's AccessManager.`,
    "Name a token of this bank, or use the Resolution contract of the token's own bank.",
  ],
  DeclarationIncomplete: (a, say) => [
    `The declaration about ${say.who(a.token)} leaves instrument, authority code or agent empty.`,
    "Name the hash of the instrument, the authority that issued it and who pays redemptions, and have it approved.",
  ],
  AlreadyDeclared: (a, say) => [
    `${say.who(a.token)} is in resolution already, for good.`,
    "Nothing to do: go on with the register of holders.",
  ],
  NotDeclared: (a, say) => [`${say.who(a.token)} is not in resolution.`, "Declare it first."],
  RegisterBlockInvalid: (a) => [
    `A register of block ${String(a.blockNumber)} cannot be committed: the token was declared in block ${String(a.declaredAt)} and this is block ${String(a.now_)}.`,
    "Export the register at a block from the declaration on that is over, best a final one.",
  ],
  RegisterInvalid: (a, say) => [
    `The register of ${say.who(a.token)} has no root, no holders, more holders than minor units, or a total beyond 64 bits.`,
    "Export the register again and commit the figures as exported.",
  ],
  RegisterTotalInvalid: (a, say) => [
    `The register adds up to ${say.amount(a.total)}, but ${say.amount(a.expected)} were owed at its block.`,
    "Export it again at one block: balances and the burned total must be of the same block.",
  ],
  BurnedInvalid: (a, say) => [
    `${say.amount(a.burnedThen)} cannot have been burned by that block: it was ${say.amount(a.whenDeclared)} at the declaration and is ${say.amount(a.now_)} now.`,
    "Use the burned total that was exported with the register.",
  ],
  AlreadyCommitted: (a, say) => [
    `The register with root ${String(a.root)} is committed for ${say.who(a.token)}; there is one, for ever.`,
    "Use that register: claims are proven against its root.",
  ],

  TransferInvalid: (a, say) => [
    `No liability can be transferred from ${say.who(a.oldToken)} to ${say.who(a.newToken)}: the same token, other minor units, or a Resolution contract of another bank.`,
    "Name two tokens of one currency and the Resolution contract of the old token's bank.",
  ],
  CallerLacksRole: (a, say) => [
    `${say.who(a.caller)} lacks the role ${say.role(a.role)} at the AccessManager ${say.who(a.manager)}, or holds it with a delay.`,
    "The successor bank accepts, the bank in resolution moves: send from that bank's resolution officer.",
  ],
  AcceptanceMismatch: (a, say) => [
    `The acceptance names the register ${String(a.root)} of ${say.amount(a.total)}, the bank in resolution has committed ${String(a.committedRoot)} of ${say.amount(a.committedTotal)}.`,
    "Read the committed root and total, check the exported register against them and have that accepted.",
  ],
  AlreadyAccepted: (a) => [
    `The register with root ${String(a.root)} was accepted already.`,
    "Nothing to do: the bank in resolution can move its rows.",
  ],
  NotAccepted: () => ["The successor bank has not accepted the liability.", "Have it accepted by the successor first."],
  NotInRegister: (a, say) => [
    `Party ${String(a.party)}, wallet ${say.who(a.wallet)}, ${say.amount(a.balance)} is no row of the committed register, or the proof is another's.`,
    "Take row and proof from the register file whose root was committed; leave this row out to move the others.",
  ],

  ReferenceUsedAtPredecessor: (a, say) => [
    `The deposit ${String(a.depositReference)} was minted already, at the predecessor ${say.who(a.predecessor)}.`,
    "Do not mint it again; take it out of the batch and have the rest approved anew.",
  ],
  PredecessorInvalid: (a, say) => [
    `${say.who(a.predecessor)} cannot be named a predecessor of ${say.who(a.token)}: the token itself, no contract, named before, or one more than eight.`,
    "Name the token in resolution whose book was taken over, once.",
  ],
};
