import type { ExceptionKind } from '../../../shared/domain/exception-row.ts'

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
  SALE_REFUSED: {
    title: 'No room at the chain for {{lastName}}',
    happened: 'The stay was sold here while the line was down or slow. The chain has no room for it: {{reason}}',
    consequence: 'The guest holds a confirmation, but no room is kept for them.',
    next: 'Book it again, upgrade it, send the guest to a sister hotel, or give their money back.',
  },
  ROOM_OCCUPIED_TWICE: {
    title: 'Two guests in room {{room}}?',
    happened: '{{lastName}} was checked in to room {{room}}, and somebody else is said to be in it.',
    consequence: 'One of them has no room of their own. {{lastName}} is in the house without a room.',
    next: 'Look who is where, move {{lastName}} to the right room, then acknowledge.',
  },
  CHECKED_IN_TWICE: {
    title: '{{lastName}} checked in twice',
    happened: 'The guest was checked in to room {{room}} and again to room {{otherRoomId}}.',
    consequence: 'Room {{room}} stands. Room {{otherRoomId}} may be in use without being shown so.',
    next: 'Look which room the guest is in, move them if it is the other one, then acknowledge.',
  },
  REINSTATED: {
    title: '{{lastName}} arrived on a booking that had ended',
    happened: 'The guest is in room {{room}}. Meanwhile the booking had been canceled, refunded or moved elsewhere.',
    consequence: 'The booking stands again from {{arrival}} to {{departure}}; what was refunded is owed again.',
    next: 'Tell the guest, take what is owed, then acknowledge.',
  },
  SAME_GUEST: {
    title: 'Is {{lastName}} the guest of booking {{otherCode}}?',
    happened: 'A walk-in looks like a booking for the same day that nobody has arrived for.',
    consequence: 'If they are one guest, a room is kept for nobody and money is on the wrong bill.',
    next: 'Ask the guest. Merge the two if they are one; acknowledge if they are not.',
  },
  UNKNOWN_CODE: {
    title: '{{lastName}} came with a code nobody knows',
    happened: 'The guest was checked in with confirmation code {{code}}, which this hotel has no booking for.',
    consequence: 'The stay counts as a new booking at the price that was quoted here.',
    next: 'When the line is back and this is still here, ask where the guest booked, then acknowledge.',
  },
  GUEST_EDITED_TWICE: {
    title: 'Two changes to {{lastName}}',
    happened: 'Two people changed the same details of the guest: {{fields}}.',
    consequence: 'What was there first stands; the other change is not used.',
    next: 'Check the details with the guest, correct them if needed, then acknowledge.',
  },
  RATE_STALE: {
    title: 'Old price for {{lastName}}',
    happened: 'The stay was sold at prices more than three days old, because the line was down.',
    consequence: 'The guest pays what they were told; it may differ from the price of that day.',
    next: 'Nothing has to be done for the guest. Acknowledge when you have seen it.',
  },
  MONEY_UNAPPLIED: {
    title: '{{amount}} of {{lastName}} is not used for anything',
    happened: 'Money was taken or given back that does not fit what is owed on the booking.',
    consequence: 'The bill of the guest is not even.',
    next: 'Open the booking: give the money back, or book the stay that it is for. Then acknowledge.',
  },
  TYPE_GONE: {
    title: 'Sold to {{lastName}}: a type that is gone',
    happened: 'The stay was sold here in a room type that the chain has taken out.',
    consequence: 'The sale stands, but no rooms of that type are left to give.',
    next: 'Open the booking and give it a room of another type, then acknowledge.',
  },
  OP_PARKED: {
    title: 'Could not be sent: {{op}}',
    happened: 'The chain could not take in what was done here ({{reason}}). It is kept and waits.',
    consequence: 'Other hotels and the website do not know of it yet. {{who}}',
    next: 'Call chain support with the code below, then acknowledge.',
  },
} as const satisfies Record<ExceptionKind, ExceptionText>

export const severities = { info: 'For your information', action: 'To do', urgent: 'Urgent' } as const
