import type { ExceptionKind } from '../../../shared/domain/rows.ts'

interface ExceptionText {
  readonly title: string
  readonly happened: string
  readonly consequence: string
  readonly next: string
}

/** What happened, what it leads to, what to do now. */
export const exceptions = {
  REQUEST_REFUSED: {
    title: 'The chain refused: {{op}}',
    happened: 'This desk asked for it while the line was down or slow. The chain said no: {{reason}}',
    consequence: 'What was shown here for it is gone again. {{who}}',
    next: 'Offer another type or other nights and book again, or tell the guest. Then acknowledge.',
  },
  ROOM_LOST: {
    title: 'No room for {{lastName}}',
    happened: 'Room {{room}} was blocked, and no other room of the type is free from {{arrival}} to {{departure}}.',
    consequence: 'The booking stands, but there is no key to hand out.',
    next: 'Open the booking and give it a room, an upgrade counts too. This closes by itself then.',
  },
  MOVE_GUEST: {
    title: 'Move {{lastName}} out of room {{room}}',
    happened: 'Room {{room}} was blocked ({{blockReason}}) while the guest is in it, until {{departure}}.',
    consequence: 'The guest stays where they are until somebody moves them.',
    next: 'Find another room, move the guest and their key, then acknowledge.',
  },
  OVERSOLD_NIGHT: {
    title: '{{roomType}} oversold on {{night}}',
    happened: 'More of this type are sold for the night than the hotel may sell: {{units}} too many.',
    consequence: 'Somebody may arrive to find no room of the type they booked.',
    next: 'Upgrade a booking, end a block, or arrange another hotel early. This closes by itself when the night fits.',
  },
  REFUND_BY_HAND: {
    title: 'Give {{amount}} back to {{lastName}}',
    happened: 'The booking ended, and money paid for it could not be given back to the card by itself.',
    consequence: 'The guest waits for {{amount}}.',
    next: 'Give the money back the way it was paid, then acknowledge with how it was done.',
  },
  OP_PARKED: {
    title: 'Could not be sent: {{op}}',
    happened: 'The chain could not take in what was done here ({{reason}}). It is kept and waits.',
    consequence: 'Other hotels and the website do not know of it yet. {{who}}',
    next: 'Call chain support with the code below, then acknowledge.',
  },
} as const satisfies Record<ExceptionKind, ExceptionText>

export const severities = { info: 'For your information', action: 'To do', urgent: 'Urgent' } as const
