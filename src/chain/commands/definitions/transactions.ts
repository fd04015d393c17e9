/** What was sent, and what to do when it is not mined. */
export const TRANSACTIONS = {
  transactions: {
    description:
      "Shows what was sent from here and where it stands; replaces, cancels or resends what is stuck or lost",
    steps: ["show", "replace", "cancel", "resend"],
    sends: true,
    options: {
      role: {
        description: "replace, cancel: whose key sent it, such as ISSUER, CUSTOMER or NOTARY (default: CUSTOMER)",
      },
      nonce: { description: "replace, cancel: the nonce, as `show` prints it" },
      maxFee: {
        description: "replace, cancel: most to pay for each gas, in gwei (default: what the network asks now)",
      },
      address: { description: "show: a key's address, to see its nonces too" },
    },
  },
} as const;
