import type { DeskCallName } from './contract.ts'

/** Calls go as `POST` with the input as JSON body; the answer is a {@link DeskAnswer} as JSON, whatever the status. */
export const DESK_CALL_PATH = '/desk/v1/call/'

/** Header with the session of whoever is signed in at the screen, where somebody has to be. */
export const STAFF_SESSION_HEADER = 'keyrack-staff-session'

/** Events come as server-sent events, each `data` a `DeskEvent` as JSON. */
export const DESK_EVENTS_PATH = '/desk/v1/events'

export function deskCallPath(name: DeskCallName): string {
  return `${DESK_CALL_PATH}${name}`
}
