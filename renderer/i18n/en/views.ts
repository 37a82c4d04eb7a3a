/** Names of the desk's views, and what each is for. */
export const view = {
  today: 'Today',
  tape: 'Tape chart',
  rooms: 'Rooms',
  guests: 'Guests',
  rates: 'Rates',
  occupancy: 'Occupancy',
  blocks: 'Blocks',
  night: 'Night audit',
  cashier: 'Cashier',
  downtime: 'Downtime pack',
} as const

export const viewHint = {
  today: 'Arrivals, departures, in house',
  tape: 'Rooms down, nights across',
  rooms: 'Housekeeping and who is where',
  guests: 'Find and edit guests',
  rates: 'Prices per type and night',
  occupancy: 'What is left per type and night',
  blocks: 'Rooms out of order or out of service',
  night: 'Close the business date',
  cashier: 'Money taken and given at this desk',
  downtime: 'To print before the line goes',
} as const

/** What can be done from anywhere; see the list of shortcuts. */
export const action = {
  palette: 'Find a guest or do something',
  walkIn: 'Walk-in',
  block: 'Block a room',
  search: "Filter today's lists",
  needsYou: 'Needs you',
  sync: 'Line to the chain',
  help: 'Keyboard shortcuts',
  lock: 'Lock this screen',
  signOut: 'Sign out',
  light: 'Light appearance',
  dark: 'Dark appearance',
  system: 'Appearance as the system',
} as const

export const palette = {
  placeholder: 'Guest, code, room, view or action',
  label: 'Find a guest or do something',
  views: 'Views',
  actions: 'Actions',
  guests: 'Guests',
  nothing: 'Nothing matches "{{query}}".',
  searching: 'Looking for guests',
  hint: '↑ ↓ choose · Enter open · Esc close',
} as const
