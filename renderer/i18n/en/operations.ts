/** The texts of what a desk does besides guests: settling, closing the day, rooms, the line and money. */
export * from './exception-tray.ts'
