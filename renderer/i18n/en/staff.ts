/** Signing in, locking, and asking a supervisor. */
export const staff = {
  who: 'Who are you?',
  whoPlaceholder: 'Type the first letters of your name',
  list: 'Staff of this hotel',
  nobody: 'Nobody here is called "{{typed}}".',
  role: { agent: 'Agent', supervisor: 'Supervisor', manager: 'Manager' },
  secret: 'PIN or password',
  show: 'Show what is typed',
  pad: 'PIN pad',
  empty: 'C',
  back: 'Delete the last digit',
  somebodyElse: 'Somebody else',
  signIn: 'Sign in',
  ended: {
    locked: 'This screen is locked. What stood open is kept and comes back when you sign in.',
    expired: 'The sign-in has ended. What stood open is kept and comes back when you sign in.',
  },
  idleTitle: 'Still there?',
  idleText_one: 'Nobody has used this desk for a while. It locks in {{count}} second; nothing is lost.',
  idleText_other: 'Nobody has used this desk for a while. It locks in {{count}} seconds; nothing is lost.',
  idleStay: 'Go on working',
  demo: 'This is the demonstration hotel. Sign in as one of these; the number is the PIN.',
} as const

export const approve = {
  title: 'Ask a supervisor',
  confirm: 'Approve',
  nobody: 'Nobody at this hotel may approve it. Call the manager.',
  what: {
    sell_at_risk: 'Selling a room that may not be there needs somebody who answers for it.',
    give_refund: 'Giving money back needs somebody who answers for it.',
    settle: 'An open bill, or taking a check-out back, needs somebody who answers for it.',
    night_audit: 'Closing the day and marking no-shows needs somebody who answers for it.',
    terminals: 'Pairing and removing terminals needs the manager.',
  },
} as const
