/*
 * What definitions of acts are made of: data without imports. A name here in camel case is a flag in kebab case: `dryRun` is
 * --dry-run.
 */

export interface OptionDefinition {
  readonly description: string;
  /** a switch without a value */
  readonly flag?: true;
}

export interface CommandDefinition {
  readonly description: string;
  /** the words that may follow the name, where the act has steps */
  readonly steps?: readonly string[];
  /** sends transactions: takes --as and --dry-run */
  readonly sends: boolean;
  /** two people do it, at two machines if they wish: takes --approve and --approval */
  readonly isJoint?: true;
  /** cannot be undone, or gives or takes power: must be confirmed with the bank's name (--yes); true or the steps that are */
  readonly dangerous?: true | readonly string[];
  readonly options: Readonly<Record<string, OptionDefinition>>;
}

export const CURRENCY = { description: "ISO 4217 code of the token, such as USD" };
export const AMOUNT = { description: "Decimal amount in the currency, such as 1250.00" };
export const APPROVER_AS = { description: "Index of the test account that approves (local chains only)" };
export const PARTY = { description: "The bank's customer number, or the party's id on chain as a number" };
export const WALLET = { description: "Any wallet of the party, instead of --party" };
export const OPERATION = { description: "transfer, place, execute or mint" };
export const GROUNDS = { description: "The decision to lift: its number or a text (hashed), or 0x and 64 digits" };
export const ORDER = { description: "Id of the legal order: a text (hashed) or 0x and 64 digits" };

export const SALTED = "a text (salted with VOSTRO_SALT and hashed), or 0x and 64 digits";
export const PAYER = { description: "Wallet of the payer" };
export const PAYEE = { description: "Wallet of the payee" };
export const LIMIT = "none for no limit; left out to keep it as it is";
export const BANK_FILE = {
  description: "Bank file with the names of zones (default: deploy/banks/<bank>.json, if there is one)",
};

/** Acts of a role that may be held with a delay take these too. */
export const DELAYED = {
  execute: { description: "Carry out what was scheduled before (roles held with a delay)", flag: true },
  cancel: { description: "Take back what was scheduled before", flag: true },
  proposer: { description: "cancel: who scheduled it, if the guardian cancels" },
} as const;

/** Every act takes these. */
export const COMMON: Readonly<Record<string, OptionDefinition>> = {
  bank: { description: "Name of the deployed bank (default: demo)" },
  deployments: { description: "Folder of deployment records (default: deploy/deployments)" },
  json: {
    description: "Print one JSON object: amounts in minor units and times in unix seconds, as strings",
    flag: true,
  },
};

/** Acts that send take these too. */
export const SENDING: Readonly<Record<string, OptionDefinition>> = {
  as: { description: "Index of the test account that sends (local chains only); elsewhere VOSTRO_KEY_<ROLE>" },
  dryRun: { description: "Say what would change and who must sign; send nothing", flag: true },
  safe: { description: "Address of a Safe that sends: write a batch for its owners to sign, and send nothing" },
  safeOut: { description: "With --safe: the new batch file (.json); what it does goes beside it in words (.md)" },
  safeNonce: { description: "With --safe: nonce of its transaction (default: the Safe's next one)" },
};

/** Acts of two people take these too. */
export const JOINT: Readonly<Record<string, OptionDefinition>> = {
  approve: {
    description: "Approve the act instead of sending it: sign exactly it, into the file of --out",
    flag: true,
  },
  out: { description: "With --approve: the new file to write the approval to" },
  hours: { description: "Hours for which the approval is good" },
  approval: { description: "Send the act with the approval in this file; all other options as they were approved" },
  approverAs: { description: "Index of the test account that approves (local chains only)" },
};

/** Acts that are dangerous take this too. */
export const DANGEROUS: Readonly<Record<string, OptionDefinition>> = {
  yes: { description: "The bank's name: confirms a dangerous act where no terminal can ask for it" },
};
