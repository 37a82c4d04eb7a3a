import type { ExceptionKind } from '../../../shared/domain/exception-row.ts'

/** What each side holds true: this desk, and the chain. */
const sides = {
  REQUEST_REFUSED: {
    here: 'This desk asked for it while the line was down or slow.',
    chain: 'Refused: {{reason}}',
  },
  ROOM_LOST: {
    here: 'Room {{room}} was blocked. No other room of the type is free from {{arrival}} to {{departure}}.',
    chain: 'The booking stands, without a room.',
  },
  MOVE_GUEST: {
    here: 'Room {{room}} was blocked ({{blockReason}}) with the guest in it.',
    chain: 'The stay goes on in that room until {{departure}}.',
  },
  OVERSOLD_NIGHT: {
    here: 'Arrivals, rooms in order and blocks of this hotel decide how many fit.',
    chain: 'Sold beyond the sell limit of that night: {{units}} too many.',
  },
  REFUND_BY_HAND: {
    here: 'Money was paid for a booking that has ended.',
    chain: '{{amount}} is the guest’s and could not go back to the card by itself.',
  },
  SALE_REFUSED: {
    here: 'Sold to {{lastName}} while the line was down or slow.',
    chain: 'No room for it: {{reason}}',
  },
  ROOM_OCCUPIED_TWICE: {
    here: '{{lastName}} was checked in to room {{room}}.',
    chain: 'Somebody else is in room {{room}} already.',
  },
  CHECKED_IN_TWICE: {
    here: 'Checked in to room {{otherRoomId}}.',
    chain: 'Checked in to room {{room}} before; that stands.',
  },
  REINSTATED: {
    here: '{{lastName}} arrived and is in room {{room}}.',
    chain: 'The booking had been canceled, refunded or moved elsewhere; it stands again.',
  },
  SAME_GUEST: {
    here: '{{lastName}} walked in without a booking.',
    chain: 'Booking {{otherCode}} for the same day looks like the same guest, and nobody has arrived for it.',
  },
  UNKNOWN_CODE: {
    here: '{{lastName}} came with code {{code}} and was booked anew at the price quoted here.',
    chain: 'No booking of this hotel has that code.',
  },
  GUEST_EDITED_TWICE: {
    here: 'Changed here: {{fields}}.',
    chain: 'Changed by somebody else first; that stands.',
  },
  RATE_STALE: {
    here: 'Sold at the prices that this desk knew.',
    chain: 'Those prices were more than three days old.',
  },
  MONEY_UNAPPLIED: {
    here: 'Money was taken or given back: {{amount}}.',
    chain: 'It fits nothing that is owed on the booking.',
  },
  TYPE_GONE: {
    here: 'Sold to {{lastName}} in {{roomType}}.',
    chain: 'The hotel has no rooms of that type any more.',
  },
  OP_PARKED: {
    here: 'Done here and kept on this disk.',
    chain: 'Could not take it in: {{reason}}',
  },
} as const satisfies Record<ExceptionKind, { here: string; chain: string }>

/** What a filter calls a kind. */
const kinds = {
  REQUEST_REFUSED: 'Refused',
  ROOM_LOST: 'Room lost',
  MOVE_GUEST: 'Move a guest',
  OVERSOLD_NIGHT: 'Oversold',
  REFUND_BY_HAND: 'Give back money',
  SALE_REFUSED: 'Sale without a room',
  ROOM_OCCUPIED_TWICE: 'Room taken twice',
  CHECKED_IN_TWICE: 'Checked in twice',
  REINSTATED: 'Stands again',
  SAME_GUEST: 'Same guest?',
  UNKNOWN_CODE: 'Unknown code',
  GUEST_EDITED_TWICE: 'Edited twice',
  RATE_STALE: 'Old price',
  MONEY_UNAPPLIED: 'Money not used',
  TYPE_GONE: 'Type gone',
  OP_PARKED: 'Not sent',
} as const satisfies Record<ExceptionKind, string>

export const exceptionTray = {
  title: 'Needs you',
  empty: 'Nothing needs you.',
  emptyHint: 'When the chain refuses something, or a night is oversold, it stands here with the ways out.',
  filter: 'Show only',
  all: 'All',
  kinds,
  sides,
  about: 'The guest is {{lastName}}.',
  here: 'This desk',
  chain: 'The chain',
  consequence: 'What it leads to',
  next: 'What to do',
  opened: '{{age}} ago',
  openBooking: 'Open the booking',
  code: 'Code for support',
  closesItself: 'Closes by itself when its cause is gone.',
  note: 'Note for the next shift',
  notePlaceholder: 'What was done, who was told',
  keep: 'Not now',
  ways: {
    acknowledge: {
      label: 'Acknowledge',
      confirm: 'Acknowledge and close',
      consequence: 'It closes for every desk of the hotel. Nothing else changes.',
    },
    rebook: {
      label: 'Book it again',
      confirm: 'Book it again',
      consequence:
        'The stay of {{lastName}} is asked for again: same type, same nights, same price. If there is still no room, it is refused.',
    },
    upgrade: {
      label: 'Upgrade',
      confirm: 'Upgrade to {{roomType}}',
      consequence: 'The stay of {{lastName}} stands again in the type below. The guest pays what they were told.',
    },
    merge: {
      label: 'Merge the two',
      confirm: 'Merge them',
      consequence:
        'Booking {{otherCode}} is canceled and its room goes back on sale. Money paid on it goes to the stay of {{lastName}}.',
    },
    walk: { label: 'Walk a guest' },
    send_on: { label: 'Send to another hotel' },
    refund: {
      label: 'Give the money back',
      confirm: 'Give it up',
      consequence:
        'Nothing comes of the sale to {{lastName}}. If money was paid, it is listed here next, for you to hand back the way it was paid.',
    },
  },
  upgradeTo: 'Type',
  typeLeft: '{{roomType}} · {{left}} left',
  settled: 'Settled. Saved here.',
} as const

export const elsewhere = {
  back: 'Back to the list',
  walkTitle: 'Walk a guest: {{roomType}}, {{night}}',
  walkLead:
    'The guest has a booking and goes to another hotel at our cost: room and way there. Look for duplicates and cancellations first.',
  sendOnTitle: 'Send {{lastName}} to another hotel',
  sendOnLead:
    'The stay is booked anew at another hotel. What was paid here stays on the booking here until it is given back.',
  who: 'Who',
  whoHint: 'In the order in which to ask. Who should rather be spared stands last, with the reason.',
  whoElse: 'Somebody else',
  whoAll: 'Show all {{count}}',
  nobody: 'Nobody is counted on this night any more. Go back and look again.',
  askFirst: 'ask first',
  spare: {
    in_house: 'in the house already',
    family: 'with children',
    long_stay: 'long stay',
    paid: 'has paid',
  },
  nights: '{{from}} to {{until}}',
  where: 'Where to',
  find: 'Find near hotels with a room',
  findAgain: 'Look again',
  none: 'No near hotel of the chain has a room for these nights. Ring another one and type it in.',
  away: '{{km}} km',
  left: '{{count}} left',
  byHand: 'Type a hotel in',
  byHandHint: 'After you have booked by phone.',
  byChain: 'Choose from the chain’s hotels',
  hotel: 'Hotel',
  code: 'Confirmation code there',
  hotelMissing: 'Type the name of the hotel.',
  codeMissing: 'Type the code that the hotel gave you.',
  address: 'Address',
  phone: 'Phone',
  optional: 'for the letter',
  confirmTitle: 'What will happen',
  confirmBook: '{{name}} gets a booking at {{hotel}}, {{roomType}}, {{nights}}, {{total}}, to be paid there.',
  confirmByHand: '{{hotel}} is noted as where {{name}} goes. Nothing is booked there by this.',
  confirmWalk: 'Here, their stay ends and its room is free for somebody else. What they slept here is charged.',
  confirmWalkExpected:
    'Here, their stay is taken out and counts no more. What they paid for it is listed for you to give back.',
  confirmSendOn: 'Here, this closes for every desk of the hotel.',
  note: 'Note for the next shift',
  bookWalk: 'Book there and walk',
  walk: 'Walk the guest',
  bookSendOn: 'Book there and send on',
  sendOn: 'Note it and close',
  mayBeBooked: 'It may be booked there already: {{hotel}}, code {{code}}. Trying again books nothing twice.',
  doneTitle: '{{name}} goes to {{hotel}}',
  doneText: 'Saved here. Print the letter and give it to the guest.',
  doneCode: 'Confirmation code there',
  print: 'Print the letter',
  more: 'Done',
  pays: 'What we pay, for the letter',
  paysRoom: 'We pay for your room there for these nights ({{total}}), and for the way there.',
  paysRoomUnknown: 'We pay for your room there for these nights, and for the way there.',
  paysNothing: 'The room there costs {{total}} and is paid there.',
  paysNothingUnknown: 'The room is paid there.',
} as const

export const walkLetter = {
  title: 'Your room tonight',
  dear: 'Dear {{name}},',
  apology:
    'We are sorry: we do not have the room that you booked with us from {{from}} to {{until}}. This is our mistake, not yours.',
  arranged: 'We have arranged a room for you at another hotel:',
  hotel: 'Hotel',
  address: 'Address',
  phone: 'Phone',
  code: 'Confirmation code',
  nights: 'Nights',
  room: 'Room',
  ours: 'Your booking with us: {{code}}',
  thanks: 'Please show this letter there. If anything is not right, call us; somebody is at the desk day and night.',
  regards: 'With our apologies,',
  date: '{{date}}, {{time}}',
} as const
