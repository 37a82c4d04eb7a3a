import type { HaltCode, HostCode } from '../../../shared/desk-api/contract.ts'
import type { RefusalCode } from '../../../shared/domain/refusal.ts'

/** What the desk reads when a call was refused or failed: what is so, then what to do. */
export const codes = {
  NO_AVAILABILITY: 'No {{roomType}} left for the night of {{night}}. Choose another type or other nights.',
  RESERVATION_ID_REUSED: 'This form was booked already, with other details. Open that booking and change it there.',
  RESERVATION_UNKNOWN: 'This booking is not on this desk. Search for the guest again.',
  LINE_UNKNOWN: 'This room of the booking is gone. Open the booking again.',
  INVALID_TRANSITION: 'Not possible now: the stay is {{from}}.',
  ROOM_TYPE_UNKNOWN: 'This room type is no longer sold. Choose another one.',
  ROOM_UNKNOWN: 'Room {{room}} is no longer in the hotel. Choose another one.',
  ROOM_TAKEN: 'Room {{room}} is {{holder}} on {{night}}. Choose another room.',
  TOO_MANY_GUESTS: '{{roomType}} sleeps {{maxOccupancy}}. Lower the number of guests or choose a larger type.',
  STAY_INVALID: 'A stay has at least 1 night and at most 366.',
  NIGHT_NOT_ON_SALE: '{{roomType}} has no price for the night of {{night}}. Choose other nights or another type.',
  ARRIVAL_IN_PAST: 'The first arrival that can be sold is {{earliest}}.',
  PRICE_INVALID: 'The price of {{roomType}} could not be worked out. Choose the dates again.',
  BLOCK_UNKNOWN: 'This block is not on this desk. Look at the list again.',
  BLOCK_ID_REUSED: 'This form was saved already, with other details. Look at the list of blocks.',
  BLOCK_DATES_INVALID: 'A block starts on the business date or later and ends after it starts, within a year.',
  EXCEPTION_UNKNOWN: 'Somebody has settled this already.',
  EXCEPTION_NOT_DISMISSIBLE: 'This closes by itself when its cause is gone; it can not be acknowledged away.',
  CALL_UNKNOWN: 'This screen is newer than the program behind it. Restart Keyrack on this computer.',
  INPUT_INVALID: 'Something in the form is not right. Check the marked fields.',
  QUOTE_CHANGED: 'The price changed while you were typing. Tell the guest the new total, then book again.',
  NOT_READY: 'The hotel is still being loaded onto this computer. It opens by itself when it is there.',
  DISK_FULL: 'The disk of this computer is full, so nothing was saved. Free some space, then try again.',
  DISK_FAILED: 'The disk of this computer does not take what is written, so nothing was saved. Call support.',
  REPLICA_CORRUPT: "The hotel's data on this computer is damaged. Do not go on here; call support.",
  UPGRADE_REQUIRED:
    'This Keyrack is too old for the chain. Update it on this computer; what was done here stays saved.',
  DEVICE_FORKED: 'Two computers work with a copy of the same data. Stop this one and call support.',
  DEVICE_UNAUTHORISED: 'The chain does not know this terminal any more. Call support; what was done here stays saved.',
  ENROL_CODE_INVALID:
    'The code that connects this terminal was used before or has expired. Start again with a new code.',
  HOTEL_UNKNOWN: 'The chain does not know this hotel. Call support; what was done here stays saved.',
  REQUEST_INVALID: 'The chain does not understand this terminal. Call support; what was done here stays saved.',
  NOT_SIGNED_IN: 'This window is not signed in. Close it and open Keyrack from its icon.',
  HOST_UNREACHABLE: 'Keyrack on this computer did not answer. Trying again is safe: nothing is done twice.',
  INTERNAL: 'Something went wrong inside Keyrack and was written to its log. Nothing was saved.',
} as const satisfies Record<RefusalCode | HostCode | HaltCode, string>
