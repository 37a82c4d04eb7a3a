/** The texts of what a desk does besides guests: settling, closing the day, rooms, the line and money. */
export * from './exception-tray.ts'
export * from './downtime.ts'
export * from './guests.ts'
export * from './night.ts'
export * from './rates.ts'
export * from './cashier.ts'
export * from './rooms-board.ts'
export * from './line-panel.ts'
