/** The page of the desk asks main for a line to the host; nothing is carried. */
export const REQUEST_PORT_CHANNEL = 'keyrack:request-port'

/** Main hands a page its end of the line: one MessagePort, nothing else. Also the `type` of the window message in the page. */
export const PORT_CHANNEL = 'keyrack:port'

/** Scheme and host of the desk's pages inside Electron. */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = 'app://keyrack'
